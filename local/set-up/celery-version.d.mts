/** The folder, among what all clones share, with the packages of bench/celery/requirements.txt; a new name where these change. */
export const CELERY_FOLDER: string;
