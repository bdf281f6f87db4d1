// Paper, as a browser lays it out: a page in headless Chromium, spoken to through a pipe.
//
//   const paper = await openPaper();
//   const sheet = await paper.lay(html, { widthMm: 186 });
//   await sheet.measure('document.title');      // in the page, as it is printed
//   const { pages, widthMm, heightMm } = await sheet.print();
//   await paper.close();

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from './house.mjs';

const WORDS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-quic', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--disable-extensions', '--remote-debugging-pipe',
];
const ANSWER_MS_MAX = 60_000;
const ENDED_MS_MAX = 30_000;
const MM_PER_POINT = 25.4 / 72;
const PX_PER_MM = 96 / 25.4;

class Paper {
  #asked = new Map();
  #last = 0;
  #said = '';

  constructor(folder) {
    this.folder = folder;
    this.child = spawn('chromium', [...WORDS, `--user-data-dir=${folder}`], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (text) => { this.#said = (this.#said + text).slice(-2000); });
    this.child.on('error', (error) => this.#end(`chromium could not be started (deploy/local/install.sh test): ${error.message}`));
    this.child.on('exit', (code, signal) => this.#end(`chromium ended with ${code ?? signal}: ${this.#said}`));
    this.child.stdio[3].on('error', () => {});
    let rest = '';
    this.child.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop();
      for (const message of messages) this.#answer(JSON.parse(message));
    });
  }

  #answer({ id, result, error }) {
    const asked = this.#asked.get(id);
    if (!asked) return; // an event
    this.#asked.delete(id);
    clearTimeout(asked.timer);
    if (error) asked.reject(new Error(`${asked.method}: ${error.message}`));
    else asked.resolve(result);
  }

  #end(why) {
    this.ended = why;
    for (const { reject, timer } of this.#asked.values()) {
      clearTimeout(timer);
      reject(new Error(why));
    }
    this.#asked.clear();
  }

  ask(method, params = {}, sessionId = undefined) {
    if (this.ended) return Promise.reject(new Error(this.ended));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#asked.delete(id);
        reject(new Error(`${method}: no answer within ${ANSWER_MS_MAX} ms`));
      }, ANSWER_MS_MAX);
      this.#asked.set(id, { method, resolve, reject, timer });
      this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  // The page as it is printed on paper whose text is so wide.
  async lay(html, { widthMm }) {
    const { targetId } = await this.ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
    const sheet = new Sheet((method, params) => this.ask(method, params, sessionId));
    await sheet.begin(html, widthMm);
    return sheet;
  }

  async close() {
    if (!this.ended) this.ask('Browser.close').catch(() => {});
    await until('chromium has ended', () => this.ended, { withinMs: ENDED_MS_MAX }).catch(() => this.child.kill('SIGKILL'));
    // Helpers of its own still write while they leave.
    await until('nothing is left of it', () => {
      try {
        fs.rmSync(this.folder, { recursive: true, force: true });
        return true;
      } catch {
        return false;
      }
    }, { withinMs: ENDED_MS_MAX });
  }
}

class Sheet {
  constructor(ask) {
    this.ask = ask;
  }

  async begin(html, widthMm) {
    const { frameTree: { frame } } = await this.ask('Page.getFrameTree');
    await this.ask('Emulation.setEmulatedMedia', { media: 'print' });
    await this.ask('Emulation.setDeviceMetricsOverride', { width: Math.round(widthMm * PX_PER_MM), height: 1000, deviceScaleFactor: 1, mobile: false });
    await this.ask('Page.setDocumentContent', { frameId: frame.id, html });
    await this.ask('DOM.enable');
    await this.ask('CSS.enable');
  }

  async measure(expression) {
    const { result, exceptionDetails } = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  // The families whose glyphs stand in the first element that fits.
  async fontsOf(selector) {
    const { root } = await this.ask('DOM.getDocument');
    const { nodeId } = await this.ask('DOM.querySelector', { nodeId: root.nodeId, selector });
    const { fonts } = await this.ask('CSS.getPlatformFontsForNode', { nodeId });
    return fonts.map(({ familyName }) => familyName);
  }

  // As it comes out of the printer.
  async print() {
    const { data } = await this.ask('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    const boxes = [...Buffer.from(data, 'base64').toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    const [, width, height] = boxes[0].map(Number);
    return { pages: boxes.length, widthMm: width * MM_PER_POINT, heightMm: height * MM_PER_POINT };
  }

  async picture() {
    const { data } = await this.ask('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(data, 'base64');
  }
}

export async function openPaper() {
  const paper = new Paper(fs.mkdtempSync(path.join(os.tmpdir(), 'linli-paper-')));
  await paper.ask('Browser.getVersion').catch(async (error) => {
    await paper.close();
    throw error;
  });
  return paper;
}

// The families of this machine that have Chinese.
export function chineseFonts() {
  const families = execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).split('\n').flatMap((line) => line.split(',')).filter(Boolean);
  if (families.length === 0) throw new Error('no font of this machine has Chinese (deploy/local/install.sh test)');
  return families;
}
