import { runAlone } from "./run-alone.js";

/** `avalanche worker`: one worker alone; its flags are read there. */
runAlone(() => import("../workers/main.js"));
