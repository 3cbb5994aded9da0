/** Where programs are at home, by the names that versions have. */
export const HOMEPAGES: Readonly<Record<string, string>> = {
  blast: "https://blast.ncbi.nlm.nih.gov/doc/blast-help/",
  cutadapt: "https://cutadapt.readthedocs.io/",
  dada2: "https://benjjneb.github.io/dada2/",
  fasttree: "http://www.microbesonline.org/fasttree/",
  mafft: "https://mafft.cbrc.jp/alignment/software/",
  swarm: "https://github.com/torognes/swarm",
  vsearch: "https://github.com/torognes/vsearch",
};
