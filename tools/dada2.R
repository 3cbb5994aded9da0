# Denoises the reads of one sequencing run with DADA2. Started by tools/dada2.ts, which also reads what this writes.
#
#   Rscript --vanilla dada2.R SHEET MIN_OVERLAP THREADS
#
#   SHEET        one line a sample: FASTQ of the forward reads, tab, FASTQ of the reverse reads (or nothing)
#   1.tsv ...    written for the sample of that line: a sequence, tab, its reads; largest first
#   counts.tsv   one line a sample: reads or pairs in, denoised forward, denoised reverse, in the sequences written
#
# Source: Callahan et al. 2016, doi:10.1038/nmeth.3869; the settings are DADA2's own where none is named.
suppressPackageStartupMessages(library(dada2))

arguments <- commandArgs(trailingOnly = TRUE)
sheet <- read.table(arguments[1], sep = "\t", colClasses = "character", quote = "", comment.char = "")
min_overlap <- as.integer(arguments[2])
threads <- as.integer(arguments[3])
samples <- nrow(sheet)
paired <- sheet[1, 2] != ""

# The draws of loess and of anything else start at the same place.
set.seed(1)

denoise <- function(files, side) {
  cat("learning the errors of the", side, "reads\n")
  errors <- tryCatch(
    suppressWarnings(learnErrors(files, multithread = threads, verbose = FALSE)),
    error = function(reason) stop("cannot learn the errors of the ", side, " reads: ", conditionMessage(reason), call. = FALSE)
  )
  lapply(seq_along(files), function(i) {
    cat("denoising the", side, "reads of sample", i, "of", length(files), "\n")
    unique_reads <- derepFastq(files[i])
    list(unique_reads = unique_reads, denoised = dada(unique_reads, err = errors, multithread = threads, verbose = FALSE))
  })
}

denoised_reads <- function(one) sum(getUniques(one$denoised))

forward <- denoise(sheet[, 1], "forward")
reverse <- if (paired) denoise(sheet[, 2], "reverse") else NULL

counts <- lapply(seq_len(samples), function(i) {
  f <- forward[[i]]
  found <- if (paired) {
    r <- reverse[[i]]
    merged <- mergePairs(f$denoised, f$unique_reads, r$denoised, r$unique_reads, minOverlap = min_overlap, trimOverhang = TRUE)
    getUniques(merged)
  } else {
    getUniques(f$denoised)
  }
  # Radix sorts by bytes, whatever the language.
  found <- found[order(-found, names(found), method = "radix")]
  rows <- data.frame(names(found), as.integer(found))
  write.table(rows, paste0(i, ".tsv"), sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
  data.frame(
    total = sum(f$unique_reads$uniques),
    forward = denoised_reads(f),
    reverse = if (paired) denoised_reads(reverse[[i]]) else denoised_reads(f),
    found = sum(found)
  )
})
write.table(do.call(rbind, counts), "counts.tsv", sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
