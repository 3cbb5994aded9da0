import { after } from "node:test";
import { Database } from "../../../store/database.js";
import { type Servers, startServers } from "../../servers.js";

/** PostgreSQL for the tests of a file, which stops with them. */
export async function openDatabase(): Promise<{ db: Database; servers: Servers }> {
  const servers = await startServers({ temporal: false });
  const db = new Database(servers.databaseUrl);
  after(async () => {
    await db.close();
    await servers.stop();
  });
  return { db, servers };
}
