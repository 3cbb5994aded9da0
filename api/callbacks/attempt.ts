/** How one attempt to carry out a callback went; the note is shown with the job. */
export type Attempt =
  | { ok: true; note: string; followUp?: string }
  | {
      ok: false;
      note: string;
      /** Another attempt would go the same way. */
      isFinal: boolean;
      retryAfterMs?: number;
    };
