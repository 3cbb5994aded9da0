import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createServer, type Server } from "node:tls";
import { NativeConnection } from "@temporalio/worker";
import { Temporal } from "../../../api/temporal/temporal.js";
import { type Config, loadConfig } from "../../../config/config.js";
import { type Servers, startServers } from "../../servers.js";

let servers: Servers;
let proxy: Server;

before(async () => {
  servers = await startServers();
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: servers.home, stdio: "pipe" });
  openssl(..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=avalanche-ca -keyout ca.key -out ca.pem".split(" "));
  for (const name of ["temporal.internal", "client"]) {
    openssl(
      ..."req -newkey rsa:2048 -nodes -keyout".split(" "),
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      `/CN=${name}`,
      ...SAN(name),
    );
    openssl(
      ..."x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -in".split(" "),
      `${name}.csr`,
      "-out",
      `${name}.pem`,
    );
  }
  const file = (name: string) => readFileSync(join(servers.home, name));
  const [host, port] = servers.temporalAddress.split(":");
  proxy = createServer(
    {
      ca: file("ca.pem"),
      cert: file("temporal.internal.pem"),
      key: file("temporal.internal.key"),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ["h2"],
    },
    (socket) => {
      const server = connect(Number(port), host);
      for (const end of [socket, server]) end.on("error", () => [socket, server].forEach((one) => one.destroy()));
      socket.pipe(server).pipe(socket);
    },
  );
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
});

after(async () => {
  proxy.close();
  await servers.stop();
});

const SAN = (name: string) => ["-addext", `subjectAltName=DNS:${name}`];

const configured = (env: Record<string, string>): Config["temporal"] =>
  loadConfig({ TEMPORAL_ADDRESS: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, ...env }).temporal;

const ALL = () => ({
  TEMPORAL_NAMESPACE: "default",
  TEMPORAL_TLS_CA: join(servers.home, "ca.pem"),
  TEMPORAL_TLS_CERT: join(servers.home, "client.pem"),
  TEMPORAL_TLS_KEY: join(servers.home, "client.key"),
  TEMPORAL_TLS_SERVER_NAME: "temporal.internal",
});

test("a server that wants our certificate, and has one of another name, is reached by environment alone", async () => {
  const config = configured(ALL());
  const temporal = new Temporal(config);
  assert.equal(await temporal.hasNamespace(5000), true);
  await temporal.close();
  const connection = await NativeConnection.connect({ address: config.address!, tls: config.tls! });
  await connection.close();
});

test("without the certificate it is not", async () => {
  const { TEMPORAL_TLS_CA, TEMPORAL_TLS_SERVER_NAME } = ALL();
  const temporal = new Temporal(configured({ TEMPORAL_TLS_CA, TEMPORAL_TLS_SERVER_NAME }));
  await assert.rejects(temporal.hasNamespace(2000));
  await temporal.close();
});
