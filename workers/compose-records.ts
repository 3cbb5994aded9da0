import { createRecordActivities, type RecordActivities } from "../activities/record-activities.js";
import type { Database } from "../store/database.js";
import { endingOf, endJob } from "../store/endings.js";
import { recordPause, recordPlan, recordResume, recordRetry } from "../store/job-records.js";
import type { Recorder } from "../store/recorder.js";

/** What workflows tell of their jobs, with the store that keeps it. */
export function composeRecords(db: Database, recorder: Recorder): RecordActivities {
  return createRecordActivities({
    db,
    settled: () => recorder.settled(),
    recordPause,
    recordPlan,
    recordResume,
    recordRetry,
    endJob,
    endingOf,
  });
}
