import assert from "node:assert/strict";
import { test } from "node:test";
import { displayName } from "../../../science/ranks.js";

test("names are shown with blanks and without the prefixes of databases", () => {
  const shown = {
    Salmo_trutta: "Salmo trutta",
    g__Bacillus: "Bacillus",
    D_0__Bacteria: "Bacteria",
    "Escherichia-Shigella": "Escherichia-Shigella",
    Candidatus_Nitrosopumilus: "Candidatus Nitrosopumilus",
    SAR324_clade_Marine_group_B_: "SAR324 clade Marine group B",
    Clostridium_sensu_stricto_1: "Clostridium sensu stricto 1",
    "Gymnodinium_sp.": "Gymnodinium sp.",
    Xenopus_laevis: "Xenopus laevis",
  };
  for (const [verbatim, name] of Object.entries(shown)) assert.equal(displayName(verbatim), name);
});

test("what stands where no name is known is not shown as a name", () => {
  for (const placeholder of [
    "uncultured_bacterium",
    "human_gut_metagenome",
    "f_Lepidoptera",
    "g_f_Lepidoptera",
    "s_g_f_Lepidoptera",
    "Hyphomicrobiales_Incertae_Sedis",
    "Fungi_cls_Incertae_sedis",
    "Candidatus_Nitrosoarchaeum_insertae_sedis_class",
    "Lachnospiraceae_unclassified",
    "g__unidentified",
    "s__",
    "Dinophyceae_X",
    "Dinophyceae_XXX_sp.",
    "NA",
  ])
    assert.equal(displayName(placeholder), "", placeholder);
});
