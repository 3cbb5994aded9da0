import { runAlone } from "./run-alone.js";

/** `avalanche serve`: the API alone. */
runAlone(() => import("../api/main.js"));
