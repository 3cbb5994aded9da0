/** The id of an upload, as opposed to a path: a file under the data root may well begin with `ds_`. */
export const DATASET_ID = /^ds_[0-9a-z]{26}$/;

export function isDatasetId(text: string): boolean {
  return DATASET_ID.test(text);
}
