import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const WEB = join(import.meta.dirname, "..", "..");
const SERVER = join(WEB, process.env.NEXT_DIST_DIR ?? ".next", "standalone", "server.js");

/** A web app of its own, in front of an API that can be taken away and given back. */
export class BreakableProduct {
  isDown = true;
  /** The paths that fail while the others are answered. */
  failing: RegExp | null = null;
  private constructor(
    readonly url: string,
    private readonly api: Server,
    private readonly web: ChildProcess,
  ) {}

  static async start(realUrl: string): Promise<BreakableProduct> {
    let product: BreakableProduct | null = null;
    const api = createServer(async (request, response) => {
      if (!product || product.isDown) return request.socket.destroy();
      if (product.failing?.test(request.url ?? "")) return request.socket.destroy();
      const headers = { cookie: request.headers.cookie ?? "" };
      const answer = await fetch(realUrl + request.url, { headers });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
    const port = await listen(api);
    const probe = createServer();
    const webPort = await listen(probe);
    probe.close();
    const environ = { PORT: String(webPort), HOSTNAME: "127.0.0.1", API_URL: `http://127.0.0.1:${port}` };
    const web = spawn(process.execPath, [SERVER], { env: { ...process.env, ...environ }, stdio: "ignore" });
    product = new BreakableProduct(`http://localhost:${webPort}`, api, web);
    await product.answers();
    return product;
  }

  stop(): void {
    this.web.kill();
    this.api.closeAllConnections();
    this.api.close();
  }

  private async answers(): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const isUp = await fetch(`${this.url}/robots.txt`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isUp) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the web app does not start");
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
