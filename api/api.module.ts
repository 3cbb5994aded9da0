import { type DynamicModule, Module } from "@nestjs/common";
import { APP_FILTER, APP_GUARD, APP_PIPE } from "@nestjs/core";
import { DataRoot } from "../store/data-root.js";
import { Database } from "../store/database.js";
import { Analyses } from "../store/analyses.js";
import { Datasets } from "../store/datasets.js";
import { InputFiles } from "../store/input-files.js";
import { JobInputs } from "../store/job-input.js";
import { Jobs } from "../store/jobs.js";
import { References } from "../store/references.js";
import { AccessGuard } from "./access/access-guard.js";
import { Rights } from "./access/rights.js";
import { AnyPathController } from "./any-path.controller.js";
import { AuditController } from "./audit/audit.controller.js";
import { CallbackChecks } from "./callbacks/check-callbacks.js";
import { DatasetsController } from "./datasets/datasets.controller.js";
import { DatasetUpload } from "./datasets/dataset-upload.js";
import { ApiDocument } from "./docs/api-document.js";
import { DocsController } from "./docs/docs.controller.js";
import { ArtifactsController } from "./files/artifacts.controller.js";
import { ReportController } from "./files/report.controller.js";
import { HealthChecks } from "./health/health-checks.js";
import { HealthController } from "./health/health.controller.js";
import { EventStream } from "./history/event-stream.js";
import { HistoryController } from "./history/history.controller.js";
import { CancelJob } from "./jobs/cancel-job.js";
import { HandOver } from "./jobs/hand-over.js";
import { JobProgress } from "./jobs/job-progress.js";
import { JobWatch } from "./jobs/job-watch.js";
import { JobsController } from "./jobs/jobs.controller.js";
import { JobsService } from "./jobs/jobs.service.js";
import { PageTokens } from "./jobs/page-token.js";
import { PauseJob } from "./jobs/pause-job.js";
import { ResolveJob } from "./jobs/resolve-job.js";
import { RetryJob } from "./jobs/retry-job.js";
import { SubmitRate } from "./jobs/submit-rate.js";
import { WaitForJob } from "./jobs/wait-for-job.js";
import { OpenRequests } from "./open-requests.js";
import type { Parts } from "./parts.js";
import { ProblemFilter } from "./problem-filter.js";
import { PurgeController } from "./purge/purge.controller.js";
import { PurgeTokens } from "./purge/purge-token.js";
import { QueuesController } from "./queues/queues.controller.js";
import { ReferencesController } from "./references/references.controller.js";
import { SchemaPipe } from "./schema-pipe.js";
import { TasksController } from "./tasks/tasks.controller.js";
import { Temporal } from "./temporal/temporal.js";
import { ARTIFACTS, TASKS } from "./tokens.js";

@Module({})
export class ApiModule {
  static of(parts: Parts): DynamicModule {
    const datasets = new Datasets(parts.db);
    const references = new References(parts.db);
    const known = { analyses: new Analyses(parts.db), references };
    const inputs = new JobInputs(parts.tasks, new InputFiles(parts.dataRoot, datasets), parts.artifacts, known);
    return {
      module: ApiModule,
      // The last one takes every path that no other does.
      controllers: [
        HealthController,
        TasksController,
        HistoryController,
        ArtifactsController,
        ReportController,
        PurgeController,
        JobsController,
        QueuesController,
        DatasetsController,
        ReferencesController,
        AuditController,
        DocsController,
        AnyPathController,
      ],
      providers: [
        { provide: APP_GUARD, useValue: new AccessGuard(parts.token, parts.host) },
        { provide: APP_PIPE, useValue: new SchemaPipe() },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.log) },
        { provide: Database, useValue: parts.db },
        { provide: Temporal, useValue: parts.temporal },
        { provide: DataRoot, useValue: parts.dataRoot },
        { provide: Jobs, useValue: new Jobs(parts.db, parts.shares.maxOpenJobs) },
        { provide: Datasets, useValue: datasets },
        { provide: References, useValue: references },
        { provide: CallbackChecks, useValue: new CallbackChecks(parts.tasks, parts.webhookAddresses) },
        { provide: JobInputs, useValue: inputs },
        { provide: PageTokens, useValue: new PageTokens(parts.token) },
        { provide: PurgeTokens, useValue: new PurgeTokens(parts.token) },
        { provide: SubmitRate, useValue: new SubmitRate(parts.shares.submitsPerSecond) },
        { provide: TASKS, useValue: parts.tasks },
        { provide: ARTIFACTS, useValue: parts.artifacts },
        ApiDocument,
        CancelJob,
        DatasetUpload,
        EventStream,
        HandOver,
        HealthChecks,
        JobProgress,
        JobsService,
        JobWatch,
        OpenRequests,
        PauseJob,
        ResolveJob,
        RetryJob,
        Rights,
        WaitForJob,
      ],
    };
  }
}
