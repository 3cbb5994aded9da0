import { writeFile } from "node:fs/promises";

/**
 * FASTA with abundances whose denoising takes some seconds: ancestors, and descendants too far from them to be errors.
 * Few and long ones: what follows takes less time than denoising.
 */
export async function writeSlowReads(path: string, ancestors = 5, descendants = 80, length = 1000): Promise<void> {
  const random = generator(42);
  const letter = () => "ACGT"[Math.floor(random() * 4)] as string;
  const records: string[] = [];
  for (let ancestor = 0; ancestor < ancestors; ancestor++) {
    const sequence = Array.from({ length }, letter);
    for (let number = 0; number < descendants; number++) {
      const copy = [...sequence];
      const changes = number === 0 ? 0 : 6 + Math.floor(random() * 20);
      for (let change = 0; change < changes; change++) copy[Math.floor(random() * copy.length)] = letter();
      const size = number === 0 ? 1000 : 4 + Math.floor(random() * 6);
      records.push(`>s${ancestor}_${number};size=${size}\n${copy.join("")}\n`);
    }
  }
  await writeFile(path, records.join(""));
}

/** Source of the constants: Numerical Recipes, "Even Quicker Generators". */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
