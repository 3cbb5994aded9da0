# Makes unifrac.json with Debian's python3-skbio: python3 unifrac.py > unifrac.json
import io
import json
import random

import numpy
import skbio
from skbio.diversity import alpha_diversity, beta_diversity

draw = random.Random(1)
tips = [f"f{n}" for n in range(1, 13)]
parts = [f"{tip}:{draw.random():.4f}" for tip in tips]
while len(parts) > 3:
    one = parts.pop(draw.randrange(len(parts)))
    other = parts.pop(draw.randrange(len(parts)))
    parts.append(f"({one},{other}){draw.random():.2f}:{draw.random():.4f}")
newick = f"({','.join(parts)});"
samples = ["a", "b", "c", "d", "e", "f"]
counts = [[draw.choice([0, 0, 1, 2, 5, 40]) for _ in tips] for _ in samples]
unrooted = skbio.TreeNode.read(io.StringIO(newick))
tree = unrooted.root_at_midpoint()


def pairs(metric, **options):
    found = beta_diversity(metric, counts, ids=samples, otu_ids=tips, tree=tree, **options)
    return numpy.round(found.data, 12).tolist()


print(
    json.dumps(
        {
            "made_by": f"unifrac.py, scikit-bio {skbio.__version__}",
            "newick": newick,
            "features": tips,
            "samples": samples,
            "counts": counts,
            "unweighted": pairs("unweighted_unifrac"),
            "weighted": pairs("weighted_unifrac", normalized=True),
            "weighted_unnormalised": pairs("weighted_unifrac", normalized=False),
            "goods_coverage": alpha_diversity("goods_coverage", counts).tolist(),
            "chao1": alpha_diversity("chao1", counts).tolist(),
            "shannon": alpha_diversity("shannon", counts, base=numpy.e).tolist(),
        }
    )
)
