# Makes dune.json with Debian's r-cran-vegan and r-cran-jsonlite: Rscript dune.R > dune.json
# dune: 20 meadows, 30 plants; comes with vegan. Jongman et al. 1987.
suppressMessages(library(vegan))
data(dune)
data(dune.env)
shares <- vegdist(decostand(dune, "total"), "bray")
jaccard <- vegdist(dune, "jaccard", binary = TRUE)
groups <- dune.env$Management
set.seed(1)
tested <- adonis2(shares ~ groups, permutations = 999)
spread <- betadisper(shares, groups, type = "centroid")
spread.p <- permutest(spread, permutations = 999)
axes <- wcmdscale(shares, eig = TRUE)
cat(jsonlite::toJSON(list(
  made_by = paste("dune.R, vegan", packageVersion("vegan")),
  samples = rownames(dune), counts = as.matrix(dune), groups = as.character(groups),
  shannon = diversity(dune), simpson = diversity(dune, "simpson"),
  chao1 = as.numeric(estimateR(dune)["S.chao1", ]), rarefied_15 = as.numeric(rarefy(dune, 15)),
  bray_curtis = as.matrix(shares), jaccard = as.matrix(jaccard),
  eigenvalues = axes$eig[axes$eig > 1e-9], coordinates = unname(axes$points[, 1:3]),
  permanova = list(f = tested$F[1], r2 = tested$R2[1], p = tested$`Pr(>F)`[1]),
  permdisp = list(f = spread.p$statistic[[1]], p = spread.p$tab$`Pr(>F)`[1])
), digits = 12, auto_unbox = TRUE))
