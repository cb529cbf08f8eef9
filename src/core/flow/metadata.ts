/** Reads that say something about data and give none of it: how long it is, of which type, how it was sent. */
import { LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

const FIELDS: ReadonlySet<string> = new Set([
  "length",
  "size",
  "shape",
  "ndim",
  "dtype",
  "device",
  "byteLength",
  "Length",
  "Count",
  "HasValue",
  "__class__",
  "__name__",
  "mimeType",
  "mimetype",
  "mime_type",
  "MimeType",
  "MIMEType",
]);

/** Headers that say how a body is to be read. */
const HEADER = /^(?:content-(?:type|length|encoding)|transfer-encoding|accept-ranges|last-modified)$/i;

const READS_HEADER = /^(?:get|getHeader|get_header|GetHeader|Get|GetValues|GetFirst|header|Header)$/;

/** True for a field, or a part of a dictionary, that holds no content. */
export function isMetadata(file: LoadedFile, value: ValueId): boolean {
  const { view } = file;
  switch (view.op(value)) {
    case Op.Field:
      return FIELDS.has(view.string(view.b(value)));
    case Op.Element:
      return isHeader(file, view.b(value));
    case Op.Call: {
      const [name] = READS_HEADER.test(file.calleeName(value)) ? file.arguments(value) : [];
      return name !== undefined && isHeader(file, name.value);
    }
    default:
      return false;
  }
}

function isHeader(file: LoadedFile, key: ValueId): boolean {
  const { view } = file;
  if (key === NONE || view.op(key) !== Op.Literal || view.b(key) !== LiteralKind.String) return false;
  return HEADER.test(view.string(view.a(key)));
}
