/** Bytes of a file to text: UTF-8 with or without a byte order mark, UTF-16 with one. Line ends stay as they are. */
import { isUtf8 } from "node:buffer";

export type Decoded =
  | { readonly text: string; readonly encoding: "utf-8" | "utf-16" | "invalid utf-8" }
  /** Not text, or text in an encoding that nothing declares. */
  | { readonly text: null; readonly encoding: "binary" };

/** A NUL byte in the first 8 KB marks a file as binary, as git does it. */
const SAMPLE = 8192;

export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16" };
  if (isBinary(bytes)) return { text: null, encoding: "binary" };
  return { text: new TextDecoder().decode(bytes), encoding: isUtf8(bytes) ? "utf-8" : "invalid utf-8" };
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, SAMPLE).includes(0);
}

/** True when the bytes can be searched as they are: valid UTF-8 without decoding. */
export function isPlainUtf8(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && !isBinary(bytes);
}
