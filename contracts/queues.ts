/** The Temporal task queues, in the order in which they are shown. */
export const QUEUES = ["default", "analysis", "training", "downloads", "maintenance"] as const;

export type Queue = (typeof QUEUES)[number];
