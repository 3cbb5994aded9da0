import type { Response } from "express";
import type { ApiRequest } from "../request.js";

export interface FileToSend {
  path: string;
  name: string;
  sha256: string;
  mediaType: string;
  /** A page of ours to be shown, whose policy is set; else a browser saves the file. */
  isShown?: boolean;
}

/** Streams a stored file, or the part of it that `Range` asks for; a browser saves it and does not show it as a page of ours, unless it is one. */
export function sendFile(request: ApiRequest, response: Response, file: FileToSend): Promise<void> {
  if (!file.isShown) response.attachment(file.name);
  // Of bytes that are changed on the way neither length, checksum nor parts would be those of the file.
  response.set({
    "Content-Type": file.mediaType,
    ETag: `"${file.sha256}"`,
    "Cache-Control": "private, max-age=31536000, immutable, no-transform",
  });
  return new Promise((resolve, reject) => {
    const options = { dotfiles: "allow", lastModified: false, cacheControl: false, etag: false } as const;
    response.sendFile(file.path, options, (error?: Error) => {
      // A client that went away in the middle is no error of ours.
      if (error && !response.headersSent && !request.destroyed) reject(error);
      else resolve();
    });
  });
}
