/** What `writeOutputs` does, as planned. */
export const OUTPUT_STAGES = ["export_tables", "write_report", "write_provenance"];
