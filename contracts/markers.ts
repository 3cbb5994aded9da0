/** A marker gene: its primers, and the length of the insert between them, in bases. */
export interface Marker {
  /** 5'->3', IUPAC letters (I: inosine). */
  forwardPrimer: string;
  reversePrimer: string;
  minLength: number;
  maxLength: number;
  citation: string;
  /** Of a part of a gene: the insert's length where no codon is lost or won. */
  codingLength?: number;
}

export const MARKERS = {
  "16S-V4": marker(
    "GTGYCAGCMGCCGCGGTAA",
    "GGACTACNVGGGTWTCTAAT",
    200,
    300,
    "Parada et al. 2016, doi:10.1111/1462-2920.13023; Apprill et al. 2015, doi:10.3354/ame01753",
  ),
  "16S-V3V4": marker("CCTACGGGNGGCWGCAG", "GACTACHVGGGTATCTAATCC", 370, 450, "Klindworth et al. 2013, doi:10.1093/nar/gks808"),
  "18S-V4": marker(
    "CCAGCASCYGCGGTAATTCC",
    "ACTTTCGTTCTTGATYRA",
    330,
    520,
    "Stoeck et al. 2010, doi:10.1111/j.1365-294X.2009.04480.x; Piredda et al. 2017, doi:10.1093/femsec/fiw200",
  ),
  "18S-V9": marker("TTGTACACACCGCCC", "CCTTCYGCAGGTTCACCTAC", 80, 200, "Amaral-Zettler et al. 2009, doi:10.1371/journal.pone.0006372"),
  ITS1: marker(
    "CTTGGTCATTTAGAGGAAGTAA",
    "GCTGCGTTCTTCATCGATGC",
    80,
    600,
    "Gardes and Bruns 1993, doi:10.1111/j.1365-294X.1993.tb00005.x; White et al. 1990, doi:10.1016/B978-0-12-372180-8.50042-1",
  ),
  ITS2: marker(
    "GTGARTCATCGAATCTTTG",
    "TCCTCCGCTTATTGATATGC",
    100,
    600,
    "Ihrmark et al. 2012, doi:10.1111/j.1574-6941.2012.01437.x; White et al. 1990, doi:10.1016/B978-0-12-372180-8.50042-1",
  ),
  "COI-Leray": marker(
    "GGWACWGGWTGAACWGTWTAYCCYCC",
    "TANACYTCNGGRTGNCCRAARAAYCA",
    300,
    325,
    "Leray et al. 2013, doi:10.1186/1742-9994-10-34; Geller et al. 2013, doi:10.1111/1755-0998.12138",
    { codingLength: 313 },
  ),
  "12S-MiFish": marker("GTCGGTAAAACTCGTGCCAGC", "CATAGTGGGGTATCTAATCCCAGTTTG", 130, 230, "Miya et al. 2015, doi:10.1098/rsos.150088"),
  // Others use ACTGGGATTAGATACCCC, seven bases further up: `custom`, see docs/analysis.md.
  "12S-V5": marker("TTAGATACCCCACTATGC", "TAGAACAGGCTCCTCTAG", 75, 130, "Riaz et al. 2011, doi:10.1093/nar/gkr732"),
  "12S-Teleo": marker("ACACCGCCCGTCACTCT", "CTTCCGGTACACTTACCATG", 40, 110, "Valentini et al. 2016, doi:10.1111/mec.13428"),
  trnL: marker("GGGCAATCCTGAGCCAA", "CCATTGAGTCTCTGCACCTATC", 8, 150, "Taberlet et al. 2007, doi:10.1093/nar/gkl938"),
} as const satisfies Record<string, Marker>;

export type MarkerName = keyof typeof MARKERS;

export const MARKER_NAMES = Object.keys(MARKERS) as MarkerName[];

function marker(
  forwardPrimer: string,
  reversePrimer: string,
  minLength: number,
  maxLength: number,
  citation: string,
  more: Pick<Marker, "codingLength"> = {},
): Marker {
  return { forwardPrimer, reversePrimer, minLength, maxLength, citation, ...more };
}
