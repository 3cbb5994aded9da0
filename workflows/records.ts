import { proxyLocalActivities } from "@temporalio/workflow";
import type { MemberActivities } from "../activities/member-activities.js";
import type { RecordActivities } from "../activities/record-activities.js";

/** What workflows tell of their jobs. Without limit: the database may be away. */
export const records = proxyLocalActivities<RecordActivities & MemberActivities>({
  startToCloseTimeout: "30 s",
  retry: { initialInterval: "200 ms", backoffCoefficient: 2, maximumInterval: "2 s" },
});
