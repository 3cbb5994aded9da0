import type { paths } from "../generated/api.js";

/** What the API answers, from its OpenAPI document. */
type Json<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : never;
type Answers<Operation> = Operation extends { responses: infer R } ? R : never;
type Got<Path extends keyof paths> = Json<Answers<paths[Path]["get"]>[200 & keyof Answers<paths[Path]["get"]>]>;

export type JobDetail = Got<"/api/v1/jobs/{id}">;
export type Job = Omit<JobDetail, "attempts" | "callbacks">;
export type JobState = Job["state"];
export type Progress = NonNullable<Job["progress"]>;
export type JobError = NonNullable<Job["error"]>;
export type JobList = Got<"/api/v1/jobs">;
export type JobQuery = NonNullable<paths["/api/v1/jobs"]["get"]["parameters"]["query"]>;
export type Submission = NonNullable<paths["/api/v1/jobs"]["post"]["requestBody"]>["content"]["application/json"];
export type JobEvent = Got<"/api/v1/jobs/{id}/events">["events"][number];
export type LogChunk = Got<"/api/v1/jobs/{id}/logs">["logs"][number];
export type ArtifactEntry = Got<"/api/v1/jobs/{id}/artifacts">["artifacts"][number];
export type TaskEntry = Got<"/api/v1/tasks">["tasks"][number];
export type Health = Got<"/api/v1/health">;
export type Dataset = Json<Answers<paths["/api/v1/datasets"]["post"]>[201 & keyof Answers<paths["/api/v1/datasets"]["post"]>]>;
export type QueueEntry = Got<"/api/v1/queues">["queues"][number];
export type Reference = Got<"/api/v1/references/{id}">;
export type Installation = NonNullable<paths["/api/v1/references"]["post"]["requestBody"]>["content"]["application/json"];
export type Audit = Got<"/api/v1/audit">;
export type AuditQuery = NonNullable<paths["/api/v1/audit"]["get"]["parameters"]["query"]>;
export type Purge = NonNullable<paths["/api/v1/jobs/purge"]["post"]["requestBody"]>["content"]["application/json"];
export type Purged = Json<Answers<paths["/api/v1/jobs/purge"]["post"]>[200]>;
