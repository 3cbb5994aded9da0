/** A publication, as BibTeX and a list of references need it. */
export interface Citation {
  /** BibTeX's key. */
  key: string;
  /** `Family, Given and Family, Given`; `others` for the rest. */
  author: string;
  year: number;
  title: string;
  /** The journal, server or book. */
  source: string;
  volume?: string;
  pages?: string;
  doi: string;
  /** Of the book whose chapter it is; else it is an article. */
  publisher?: string;
}

/** @param where `volume:pages`; empty for a preprint */
export function cite(key: string, author: string, year: number, title: string, source: string, where: string, doi: string): Citation {
  const [volume, pages] = where.split(":");
  return { key, author, year, title, source, ...(volume ? { volume } : {}), ...(pages ? { pages } : {}), doi };
}

/** `citations.bib`. */
export function bibtex(citations: readonly Citation[]): string {
  return citations.map(entry).join("\n");
}

/** `Rognes et al. 2016`. */
export function shortCitation({ author, year }: Citation): string {
  const families = author.split(" and ").map((name) => name.split(",")[0] ?? name);
  const [first = "", second] = families;
  const who = families.length > 2 || second === "others" ? `${first} et al.` : families.join(" and ");
  return `${who} ${year}`;
}

function entry(citation: Citation): string {
  const { key, author, title, year, source, volume, pages, doi, publisher } = citation;
  const fields = {
    author: latex(author),
    // Braces keep the case of names.
    title: `{${latex(title)}}`,
    [publisher ? "booktitle" : "journal"]: latex(source),
    year: String(year),
    volume,
    pages: pages?.replace("-", "--"),
    publisher: publisher && latex(publisher),
    doi,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : `  ${name} = {${value}}`));
  return `@${publisher ? "incollection" : "article"}{${key},\n${lines.join(",\n")}\n}\n`;
}

function latex(text: string): string {
  return text.replace(/[&%$#_]/g, (sign) => `\\${sign}`);
}
