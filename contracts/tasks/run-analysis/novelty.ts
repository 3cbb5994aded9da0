import { z } from "zod";

const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** What an analysis says of features that the reference does not explain; all of them stand in `novelty.tsv`. */
export const novelty = z.object({
  max_false_novelty: share.describe("As asked: the share of known ones that may be taken for novel."),
  relatives_identity: share.describe(
    "A reference that is at least so near is a close relative: 19 of 20 left-out taxa of the lowest rank, whose next higher taxon stayed, had one.",
  ),
  ranks: z
    .array(
      z.object({
        rank: z.string(),
        threshold: share.describe("Score from which a feature is novel at the rank."),
        false_novelty: share.describe("Share of known sequences that reached it in the calibration."),
        found_novelty: share.describe("Share of left-out ones that reached it."),
        left_out: z.object({ sequences: count, taxa: count }).describe("What the reference was made to lack."),
        known: count.describe(
          "Sequences that were judged while their taxon stayed; above the lowest rank those whose lower taxon was left out, the hardest to tell.",
        ),
        area: share.describe("Area under the ROC curve of the score, in parts of the calibration that it had not learnt from."),
        area_interval: z.tuple([share, share]).describe("95 % interval, taxa drawn anew."),
        area_identity: share.describe("Of the identity to the nearest reference alone."),
        area_confidence: share.describe("Of the classifier's confidence alone."),
        area_combined: share.describe("Of the two added."),
      }),
    )
    .describe("How well the score tells novel from known with this reference, highest rank first."),
  known: count.describe("Features that the reference explains."),
  novel: count.describe("Features that it does not, though it holds close relatives."),
  gaps: count.describe("Features that it does not explain and has no close relatives of: a gap of the reference, no discovery."),
  features: z
    .array(
      z.object({
        feature: z.string(),
        finding: z.enum(["novel", "gap"]),
        rank: z.string().describe("The highest rank at which it is novel."),
        score: share,
        nearest: z.string().nullable().describe("The nearest reference; null: none is near at all."),
        identity: share.nullable(),
        close_references: count.describe("References of at least 97 % identity, of the 50 nearest."),
        close_relatives: count.describe("References within `relatives_identity`, of the 50 nearest."),
      }),
    )
    .describe("The 50 with the highest scores."),
});
