// Opens the example's page in a real browser, types, and prints as JSON what it shows; then opens it from an
// origin that may not call, and runs edges.ts in it.
//
//     node browser.mjs CHROMIUM PAGES PORT OTHER_PORT SERVER TEXT

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, pages, port, otherPort, server, text] = process.argv.slice(2);
const types = { html: "text/html; charset=utf-8", js: "text/javascript" };

function serve(onPort) {
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = pathname === "/" ? "index.html" : pathname.slice(1);
    try {
      const body = await readFile(join(pages, file.replaceAll("..", "")));
      response.writeHead(200, { "content-type": types[file.split(".").pop()] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  };
  return new Promise((resolve) => {
    const listening = createServer(answer).listen(Number(onPort), "127.0.0.1", () => resolve(listening));
  });
}

const listening = [await serve(port), await serve(otherPort)];
const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const browser = await puppeteer.launch({ executablePath: chromium, args: options });
try {
  const open = async (onPort) => {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${onPort}/?server=${encodeURIComponent(server)}`);
    return page;
  };
  const type = async (page) => {
    await page.type("#draft", text);
    await page.waitForFunction('document.querySelector("#found li") || document.querySelector("#failed").textContent', { timeout: 30_000 });
    return page.evaluate(() => ({
      found: [...document.querySelectorAll("#found li")].map((it) => it.textContent),
      failed: document.querySelector("#failed").textContent,
    }));
  };
  const page = await open(port);
  const shown = await type(page);
  await page.addScriptTag({ path: join(pages, "edges.js"), type: "module" });
  await page.waitForFunction("window.edges", { timeout: 10_000 });
  const edges = await page.evaluate((address) => window.edges(address), server);
  const other = await type(await open(otherPort));
  console.log(JSON.stringify({ shown, edges, other }));
} finally {
  await browser.close();
  listening.forEach((it) => it.close());
}
