import { Pool } from "pg";

const pool = new Pool();

export interface Claim {
  id: string;
  opened: string;
  diagnosis: string;
}

export async function findClaim(id: string): Promise<Claim | undefined> {
  const { rows } = await pool.query<Claim>("select id, opened, diagnosis from claims where id = $1", [id]);
  return rows[0];
}
