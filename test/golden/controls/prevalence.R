# Makes prevalence.json with Debian's r-base-core and r-cran-jsonlite: Rscript prevalence.R > prevalence.json
# The published formula of decontam 1.x, isContaminant(method = "prevalence"): prop.test, or Fisher's mid-p where prop.test warns.
score <- function(blanks.with, blanks, samples.with, samples) {
  with <- blanks.with + samples.with
  if (with < 2 || blanks == 0 || samples == 0) return(NA)
  if (with == blanks + samples) return(0.5)
  counts <- matrix(c(blanks.with, samples.with, blanks - blanks.with, samples - samples.with), nrow = 2)
  mid.p <- function(warned) {
    p <- function(side) fisher.test(counts, alternative = side)$p.value
    p("greater") - (p("greater") + p("less") - 1) / 2
  }
  tryCatch(prop.test(counts, alternative = "greater")$p.value, warning = mid.p)
}
rows <- list()
for (blanks in c(1, 3, 6, 20)) for (samples in c(4, 17, 60))
  for (b in unique(round(blanks * c(0, .3, .6, 1)))) for (s in unique(round(samples * c(0, .2, .5, .9, 1))))
    rows[[length(rows) + 1]] <- list(b, blanks, s, samples, score(b, blanks, s, samples))
cat(jsonlite::toJSON(rows, digits = 14, auto_unbox = TRUE, na = "null"))
