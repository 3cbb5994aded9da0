/** A file that does not hold what its format promises. The message leaves out the file's name: whoever opened it adds it. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  /** Counts from 1, in the text after unpacking; null where the fault has no line. */
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}
