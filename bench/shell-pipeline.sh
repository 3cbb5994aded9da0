#!/bin/sh
# The analysis as one would type it: cutadapt and vsearch one after the other, awk for what they do not do.
# The benchmark compares Avalanche with it, in time and byte by byte.
#
#   shell-pipeline.sh reads R1 R2 FORWARD REVERSE MIN MAX REFERENCE OUT THREADS [R1 R2]...
#   shell-pipeline.sh fasta FASTA REFERENCE OUT THREADS
#   shell-pipeline.sh otus FASTA REFERENCE OUT THREADS
#
#   FORWARD, REVERSE  primers, 5' to 3', IUPAC letters
#   MIN, MAX          length of the insert, in bases
#   REFERENCE         FASTA with SINTAX headers; - : features get no names
#   OUT               a new folder: features.fasta, features.tsv, sintax.tsv, counts.tsv, *.log
#   [R1 R2]...        further samples, denoised together with the first
#   MIN_SIZE          environment: fewest reads of a feature; 4 for reads, 8 for FASTA, 2 for OTUs
#   WITHOUT_TABLE     environment: if set, ends with features.fasta
#   EVERY_READ        environment: if set, each merged read is searched, not each unique sequence
#
# The FASTA holds sequences of one sample with their abundances, `>name;size=12`, one line each.
set -eu
export LC_ALL=C

main() {
  entry=$1
  shift
  case $entry in
    reads) from_reads "$@" ;;
    fasta) from_fasta "$@" ;;
    otus) otus_from_fasta "$@" ;;
    *) echo "unknown entry $entry: reads, fasta or otus" >&2; exit 2 ;;
  esac
}

from_reads() {
  r1=$1 r2=$2 forward=$3 reverse=$4 min=$5 max=$6 reference=$7 out=$8 threads=$9
  shift 9
  mkdir -p "$out"
  : > "$out/samples"
  prepare "$r1" "$r2"
  while [ $# -gt 1 ]; do
    prepare "$1" "$2"
    shift 2
  done
  # One sample's sequences are unique already; those of several are pooled.
  if [ "$(wc -l < "$out/samples")" -eq 1 ]; then
    pool=$out/$sample.passed.fasta
  else
    while read -r sample; do cat "$out/$sample.passed.fasta"; done < "$out/samples" > "$out/pooled.fasta"
    pool=$out/uniques.fasta
    dereplicate "$out/pooled.fasta" "$pool" 1
  fi
  denoise "$pool" "${MIN_SIZE:-4}"
  count_and_name plus
}

from_fasta() {
  read_fasta "$@"
  denoise "$out/$sample.all.fasta" "${MIN_SIZE:-8}"
  count_and_name both
}

otus_from_fasta() {
  read_fasta "$@"
  cluster "$out/$sample.all.fasta" "${MIN_SIZE:-2}"
  count_and_name both
}

read_fasta() {
  fasta=$1 reference=$2 out=$3 threads=$4
  mkdir -p "$out"
  sample=$(basename "$fasta" .gz)
  sample=${sample%.*}
  echo "$sample" > "$out/samples"
  # Soft masks are letters too.
  case $fasta in *.gz) gzip -dc "$fasta" ;; *) cat "$fasta" ;; esac | awk '/^>/ { print $1; next } { print toupper($0) }' > "$out/input.fasta"
  dereplicate "$out/input.fasta" "$out/$sample.all.fasta" 32
}

count_and_name() { # strand
  if [ -n "${WITHOUT_TABLE:-}" ]; then return; fi
  if [ -n "${EVERY_READ:-}" ]; then map_every_read; else map; fi
  name_taxa "$1"
}

# One sample: pairs of reads -> unique sequences of all merged reads, and of those that pass the filter.
prepare() {
  sample=$(basename "$1")
  sample=${sample%%_R1*} sample=${sample%%_1.f*}
  base=$out/$sample
  echo "$sample" >> "$out/samples"

  # Both primers required at the reads' starts, the other one's reverse complement optional at their ends.
  cutadapt -j "$threads" -e 0.15 --pair-filter any --json "$base.cutadapt.json" \
    -g "$(linked "$forward" "$reverse")" -G "$(linked "$reverse" "$forward")" \
    --untrimmed-output "$base.rest.R1.fastq" --untrimmed-paired-output "$base.rest.R2.fastq" \
    -o "$base.R1.fastq" -p "$base.R2.fastq" "$1" "$2" > "$base.trim.log"
  # Inserts in the other orientation: the rest once more, with R1 and R2 exchanged.
  if [ -s "$base.rest.R1.fastq" ]; then
    cutadapt -j "$threads" -e 0.15 --pair-filter any --json "$base.turned.json" \
      -g "$(linked "$forward" "$reverse")" -G "$(linked "$reverse" "$forward")" --discard-untrimmed \
      -o "$base.turned.R1.fastq" -p "$base.turned.R2.fastq" "$base.rest.R2.fastq" "$base.rest.R1.fastq" >> "$base.trim.log"
    cat "$base.turned.R1.fastq" >> "$base.R1.fastq"
    cat "$base.turned.R2.fastq" >> "$base.R2.fastq"
  fi

  overlap=20
  if [ "$max" -lt 50 ]; then overlap=10; fi
  vsearch --fastq_mergepairs "$base.R1.fastq" --reverse "$base.R2.fastq" --fastqout "$base.merged.fastq" \
    --fastq_minovlen "$overlap" --fastq_maxdiffs 10 --fastq_allowmergestagger --fastq_qmax 93 --fastq_qmaxout 41 \
    --threads "$threads" 2> "$base.merge.log"

  vsearch --fastx_filter "$base.merged.fastq" --fastaout "$base.merged.fasta" --fasta_width 0 --fastq_qmax 93 2> "$base.fasta.log"
  vsearch --fastx_filter "$base.merged.fastq" --fastaout "$base.filtered.fasta" --fasta_width 0 --fastq_qmax 93 \
    --fastq_maxee 1 --fastq_maxns 0 --fastq_minlen "$min" --fastq_maxlen "$max" 2> "$base.filter.log"
  dereplicate "$base.merged.fasta" "$base.all.fasta" 1
  dereplicate "$base.filtered.fasta" "$base.passed.fasta" 1

  printf '%s\t%s\t%s\t%s\n' "$sample" "$(fastq_records "$base.R1.fastq")" "$(fastq_records "$base.merged.fastq")" \
    "$(grep -c '^>' "$base.filtered.fasta")" >> "$out/counts.tsv"
}

dereplicate() { # sequences uniques min-length
  vsearch --derep_fulllength "$1" --output "$2" --sizein --sizeout --fasta_width 0 \
    --minseqlength "$3" --maxseqlength 50000 2> "$2.log"
}

# Unique sequences -> features.fasta: no errors of the machine, no chimeras; most reads first, then by sequence.
# vsearch writes simple stretches of centroids in lower case.
denoise() { # uniques min-size
  vsearch --cluster_unoise "$1" --centroids "$out/centroids.fasta" --minsize "$2" --sizein --sizeout --fasta_width 0 \
    --minseqlength 1 --maxseqlength 50000 --threads "$threads" 2> "$out/unoise.log"
  vsearch --uchime3_denovo "$out/centroids.fasta" --uchimeout "$out/uchime.tsv" --sizein 2> "$out/uchime.log"
  write_features
}

# OTUs of one sample: sequences near a centroid. Borderline chimeras, `?`, are no OTUs either.
cluster() { # uniques min-size
  awk -v least="$2" '/^>/ { size = $1; sub(/.*;size=/, "", size); keep = size + 0 >= least } keep' "$1" > "$out/frequent.fasta"
  vsearch --cluster_size "$out/frequent.fasta" --centroids "$out/centroids.fasta" --id 0.97 --sizein --sizeout --fasta_width 0 \
    --minseqlength 1 --maxseqlength 50000 --threads "$threads" 2> "$out/cluster.log"
  vsearch --uchime_denovo "$out/centroids.fasta" --uchimeout "$out/uchime.tsv" --sizein 2> "$out/uchime.log"
  write_features
}

# The centroids that are no chimeras.
write_features() {
  if [ "$(wc -l < "$out/samples")" -eq 1 ]; then
    awk -F '\t' '$NF != "N" { print $2 }' "$out/uchime.tsv" > "$out/chimeras"
  else
    in_one_sample > "$out/chimeras"
  fi
  awk '
    FILENAME ~ /chimeras$/ { chimera[">" $1]; next }
    /^>/ { keep = !($1 in chimera); size = $1; sub(/.*;size=/, "", size); next }
    keep { print size "\t" toupper($0) }
  ' "$out/chimeras" "$out/centroids.fasta" | sort -k 1,1nr -k 2,2 |
    awk -F '\t' '{ print ">x;size=" $1 "\n" $2 }' > "$out/sorted.fasta"
  # The name of a feature is the MD5 of its sequence.
  vsearch --fastx_filter "$out/sorted.fasta" --fastaout "$out/named.fasta" --relabel_md5 --sizein --sizeout --fasta_width 0 2> "$out/name.log"
  awk '{ sub(/;size=.*/, ""); print }' "$out/named.fasta" > "$out/features.fasta"
}

# A chimera arises in one tube: only those count that lie in one sample with both parents.
in_one_sample() {
  while read -r sample; do
    awk -v sample="$sample" '/^>/ { next } { print $0 "\t" sample }' "$out/$sample.all.fasta"
  done < "$out/samples" > "$out/held.tsv"
  awk -F '\t' '
    FILENAME ~ /centroids/ { if (/^>/) name = substr($1, 2); else title[toupper($1)] = name; next }
    FILENAME ~ /held/ { if ($1 in title) { holds[title[$1], $2] = 1; sample[$2] } next }
    $NF == "Y" { for (s in sample) if (holds[$2, s] && holds[$3, s] && holds[$4, s]) { print $2; break } }
  ' "$out/centroids.fasta" "$out/held.tsv" "$out/uchime.tsv"
}

# The same table without the look-up.
map_every_read() {
  number=0
  : > "$out/found.tsv"
  while read -r sample; do
    vsearch --usearch_global "$out/$sample.merged.fasta" --db "$out/named.fasta" --id 0.97 --strand plus \
      --maxaccepts 8 --maxrejects 32 --maxhits 1 --top_hits_only \
      --userout "$out/$sample.hits.tsv" --userfields query+target+id --minseqlength 1 --maxseqlength 50000 --threads "$threads" 2> "$out/map.log"
    awk -F '\t' -v number="$number" '{ sub(/;size=.*/, "", $2); print number "\t" $2 "\t1" }' "$out/$sample.hits.tsv" >> "$out/found.tsv"
    number=$((number + 1))
  done < "$out/samples"
  write_table
}

# Every read of every sample is counted: equal sequences by look-up, the rest by their best hit.
map() {
  number=0
  : > "$out/rest.fasta"
  : > "$out/found.tsv"
  while read -r sample; do
    awk -v number="$number" -v rest="$out/rest.fasta" -v found="$out/found.tsv" '
      NR == FNR { if (/^>/) id = substr($1, 2); else feature[$1] = id; next }
      /^>/ { size = $1; sub(/.*;size=/, "", size); next }
      $1 in feature { print number "\t" feature[$1] "\t" size >> found; next }
      { print ">" number "." n++ ";size=" size "\n" $1 >> rest }
    ' "$out/features.fasta" "$out/$sample.all.fasta"
    number=$((number + 1))
  done < "$out/samples"
  if [ -s "$out/rest.fasta" ]; then
    vsearch --usearch_global "$out/rest.fasta" --db "$out/named.fasta" --id 0.97 --strand plus \
      --maxaccepts 8 --maxrejects 32 --maxhits 1 --top_hits_only --sizein --output_no_hits \
      --userout "$out/hits.tsv" --userfields query+target+id --minseqlength 1 --maxseqlength 50000 --threads "$threads" 2> "$out/map.log"
    awk -F '\t' '$2 == "*" { next } { number = size = $1; sub(/\..*/, "", number); sub(/.*;size=/, "", size); sub(/;size=.*/, "", $2); print number "\t" $2 "\t" size }' \
      "$out/hits.tsv" >> "$out/found.tsv"
  fi
  write_table
}

# Feature x sample, from the counts found.
write_table() {
  awk -F '\t' '
    FILENAME ~ /found/ { reads[$2, $1] += $3; next }
    FILENAME ~ /samples/ { name[samples++] = $1; next }
    FNR == 1 { printf "feature"; for (s = 0; s < samples; s++) printf "\t%s", name[s]; print "" }
    /^>/ { id = substr($1, 2); printf "%s", id; for (s = 0; s < samples; s++) printf "\t%d", reads[id, s]; print "" }
  ' "$out/found.tsv" "$out/samples" "$out/features.fasta" > "$out/features.tsv"
}

# One thread and a fixed seed: the draws depend on both.
name_taxa() { # strand
  if [ "$reference" = - ]; then return; fi
  vsearch --sintax "$out/named.fasta" --db "$reference" --tabbedout "$out/sintax.tsv" --strand "$1" --sintax_cutoff 0.8 \
    --randseed 1 --threads 1 2> "$out/sintax.log"
}

# The adapter of cutadapt: at least 80 % of each primer must be seen. It knows no inosine and no U.
linked() { # primer-at-start other-primer
  awk -v start="$1" -v other="$2" 'BEGIN {
    gsub(/I/, "N", start); gsub(/U/, "T", start); gsub(/I/, "N", other); gsub(/U/, "T", other)
    from = "ACGTRYSWKMBDHVN"; to = "TGCAYRSWMKVHDBN"
    for (i = length(other); i > 0; i--) end = end substr(to, index(from, substr(other, i, 1)), 1)
    printf "%s;required;min_overlap=%d...%s;optional;min_overlap=%d", start, most(length(start)), end, most(length(end))
  }
  function most(length_) { return int((8 * length_ + 9) / 10) }'
}

fastq_records() {
  echo $(($(wc -l < "$1") / 4))
}

main "$@"
