/** Versions of the tools of this machine: part of every cache key and of every result. */
export interface ToolVersions {
  vsearch: Promise<string>;
  cutadapt: Promise<string>;
}
