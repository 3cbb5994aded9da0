import { type Citation, cite } from "./citation.js";

/** Reference databases by what their file names hold, the more telling words first. */
const REFERENCES: readonly { name: RegExp; title: string; citation: Citation }[] = [
  reference(
    /greengenes|gg2/i,
    "Greengenes2",
    cite(
      "mcdonald2024greengenes2",
      "McDonald, Daniel and others",
      2024,
      "Greengenes2 unifies microbial data in a single reference tree",
      "Nature Biotechnology",
      "42:715-718",
      "10.1038/s41587-023-01845-1",
    ),
  ),
  reference(
    /silva/i,
    "SILVA",
    cite(
      "quast2013silva",
      "Quast, Christian and Pruesse, Elmar and Yilmaz, Pelin and Gerken, Jan and Schweer, Timmy and Yarza, Pablo and Peplies, Jörg and Glöckner, Frank Oliver",
      2013,
      "The SILVA ribosomal RNA gene database project: improved data processing and web-based tools",
      "Nucleic Acids Research",
      "41:D590-D596",
      "10.1093/nar/gks1219",
    ),
  ),
  reference(
    /(^|[^a-z])pr2/i,
    "PR2",
    cite(
      "guillou2013pr2",
      "Guillou, Laure and others",
      2013,
      "The Protist Ribosomal Reference database (PR2): a catalog of unicellular eukaryote small sub-unit rRNA sequences with curated taxonomy",
      "Nucleic Acids Research",
      "41:D597-D604",
      "10.1093/nar/gks1160",
    ),
  ),
  reference(
    /(^|[^a-z])unite([^a-z]|$)/i,
    "UNITE",
    cite(
      "abarenkov2024unite",
      "Abarenkov, Kessy and others",
      2024,
      "The UNITE database for molecular identification and taxonomic communication of fungi and other eukaryotes: sequences, taxa and classifications reconsidered",
      "Nucleic Acids Research",
      "52:D791-D797",
      "10.1093/nar/gkad1039",
    ),
  ),
  reference(
    /midori/i,
    "MIDORI2",
    cite(
      "leray2022midori2",
      "Leray, Matthieu and Knowlton, Nancy and Machida, Ryuji J.",
      2022,
      "MIDORI2: A collection of quality controlled, preformatted, and regularly updated reference databases for taxonomic assignment of eukaryotic mitochondrial sequences",
      "Environmental DNA",
      "4:894-907",
      "10.1002/edn3.303",
    ),
  ),
  reference(
    /mitofish|mifish/i,
    "MitoFish",
    cite(
      "zhu2023mitofish",
      "Zhu, Tao and Sato, Yukuto and Sado, Tetsuya and Miya, Masaki and Iwasaki, Wataru",
      2023,
      "MitoFish, MitoAnnotator, and MiFish Pipeline: updates in 10 years",
      "Molecular Biology and Evolution",
      "40:msad035",
      "10.1093/molbev/msad035",
    ),
  ),
];

/** The database that a reference was most likely made from, told by its file name; undefined where none is known. */
export function knownReference(fileName: string): { title: string; citation: Citation } | undefined {
  return REFERENCES.find(({ name }) => name.test(fileName.split("/").at(-1) ?? ""));
}

function reference(name: RegExp, title: string, citation: Citation) {
  return { name, title, citation };
}
