import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { link, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DataRoot } from "../../../store/data-root.js";

let folder: string;
let root: DataRoot;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "avalanche-root-"));
  await mkdir(join(folder, "in/raw"), { recursive: true });
  await mkdir(join(folder, "out"));
  await writeFile(join(folder, "in/raw/a.fasta"), ">a\nACGT\n");
  await writeFile(join(folder, "out/secret"), "secret");
  root = new DataRoot(join(folder, "in"));
});

after(() => rm(folder, { recursive: true }));

const refused = (type: string) => (error: { type?: string }) => error.type === type;

test("a leading data/ names the root itself", () => {
  assert.equal(root.plain("data/raw/a.fasta"), "raw/a.fasta");
  assert.equal(root.plain("raw/a.fasta"), "raw/a.fasta");
  assert.equal(root.plain("data/raw/"), "raw");
});

test("paths that leave the root, or that no one means, are refused", () => {
  const bad = [
    "/etc/passwd",
    "../../x",
    "data/../../x",
    "file:///etc/passwd",
    "data\\..\\x",
    "%2e%2e%2f",
    "data/raw/\0.fa",
    "",
    ".",
    "raw//a",
    "a\nb",
    "x".repeat(5000),
  ];
  for (const path of bad) assert.throws(() => root.plain(path), refused("InputRefused"), path);
});

test("a file below the root is opened", async () => {
  const file = await root.open("raw/a.fasta", undefined);
  assert.equal(await file.readFile("utf8"), ">a\nACGT\n");
  await file.close();
});

test("names with blanks, quotes, a leading dash or emoji work unharmed", async () => {
  for (const name of ["-x.fa", "a b.fa", "it's.fa", "a;b.fa", "🐟.fa", `${"n".repeat(250)}.fa`]) {
    await writeFile(join(folder, "in/raw", name), name);
    const file = await root.open(`raw/${name}`, undefined);
    assert.equal(await file.readFile("utf8"), name);
    await file.close();
    await rm(join(folder, "in/raw", name));
  }
});

test("links, hard links, pipes and folders are refused, and nothing is read", async () => {
  await symlink(join(folder, "out/secret"), join(folder, "in/link"));
  await symlink(join(folder, "out"), join(folder, "in/linked"));
  await link(join(folder, "out/secret"), join(folder, "in/hard"));
  execFileSync("mkfifo", [join(folder, "in/pipe")]);
  await symlink("/dev/zero", join(folder, "in/zero"));
  for (const path of ["link", "linked/secret", "hard", "pipe", "zero", "raw"]) {
    await assert.rejects(root.open(path, undefined), refused("InputRefused"), path);
  }
});

test("a missing file is named", async () => {
  await assert.rejects(root.open("raw/none.fasta", undefined), /there is no file raw\/none.fasta/);
});

test("another file in the place of the one that was submitted is refused", async () => {
  await writeFile(join(folder, "in/b.fasta"), "one");
  const [noted] = await root.note("b.fasta");
  await writeFile(join(folder, "in/c.fasta"), "two");
  await rename(join(folder, "in/c.fasta"), join(folder, "in/b.fasta"));
  await assert.rejects(root.open("b.fasta", noted), refused("InputChanged"));
});

test("a folder is noted with its files, a sample sheet with the files that it names", async () => {
  await mkdir(join(folder, "in/set"));
  await writeFile(join(folder, "in/set/a_R1.fq"), "");
  await writeFile(join(folder, "in/set/sheet.csv"), "sample,fastq_1\na,a_R1.fq\n");
  const names = async (path: string) => (await root.note(path)).map((noted) => noted.path);
  assert.deepEqual(await names("set"), ["set", "set/a_R1.fq", "set/sheet.csv"]);
  assert.deepEqual(await names("data/set/sheet.csv"), ["set/sheet.csv", "set/a_R1.fq"]);
  assert.deepEqual(await names("none"), []);
});

test("behind a folder that is a link nothing is looked at, not even for a note", async () => {
  await mkdir(join(folder, "out/set"));
  await writeFile(join(folder, "out/set/sheet.csv"), "sample,fastq_1\na,a_R1.fq\n");
  await symlink(join(folder, "out"), join(folder, "in/way"));
  for (const path of ["way/secret", "way/set", "way/set/sheet.csv"])
    await assert.rejects(
      root.note(path),
      (error: { type?: string; message: string }) => error.type === "InputRefused" && error.message.includes(path),
    );
  await writeFile(join(folder, "in/way.csv"), "sample,fastq_1\na,way/secret\n");
  await assert.rejects(root.note("way.csv"), /way\/secret lies behind a link/);
  await writeFile(join(folder, "in/up.csv"), "sample,fastq_1\na,../out/secret\n");
  await assert.rejects(root.note("up.csv"), refused("InputRefused"));
});

test("a link or a pipe itself is noted unopened: the job refuses it", async () => {
  await symlink("/dev/zero", join(folder, "in/endless.csv"));
  execFileSync("mkfifo", [join(folder, "in/silent.csv")]);
  for (const path of ["endless.csv", "silent.csv"])
    assert.deepEqual(
      (await root.note(path)).map((noted) => noted.path),
      [path],
    );
});

test("what cannot be looked at is named, and is no file that is not there", async () => {
  await assert.rejects(root.note("n".repeat(300)), /n{300} cannot be read \(ENAMETOOLONG\)/);
});

test("more files than a job can carry are refused with their number", async () => {
  const rows = Array.from(
    { length: 7000 },
    (_, n) => `s${n},a_sample_of_the_creek_${n}_R1.fastq.gz,a_sample_of_the_creek_${n}_R2.fastq.gz`,
  );
  await writeFile(join(folder, "in/many.csv"), `sample,fastq_1,fastq_2\n${rows.join("\n")}\n`);
  await assert.rejects(root.note("many.csv"), /many\.csv stands for 14,000 files/);
});
