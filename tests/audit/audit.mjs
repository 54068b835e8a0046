// Asks Lighthouse and pa11y about the pages of a running demo: node audit.mjs ADDRESS PEOPLE.JSON ROUTES.TXT
//
// Lighthouse looks at home, list and document as a telephone does; pa11y at every page that a plain GET shows. Prints two
// tables; the exit code is 1 where a page misses its aim.
import { readFileSync } from 'node:fs';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import pa11y from 'pa11y';

const [address, people, routes] = process.argv.slice(2);
const aims = { performance: 95, accessibility: 100 };
const chrome = { executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox'] };
const cookies = new Map();

async function ask(path, fields) {
  const answer = await fetch(address + path, {
    method: fields ? 'POST' : 'GET',
    headers: { Cookie: header(), 'Accept-Language': 'fr' },
    body: fields && new URLSearchParams(fields),
    redirect: 'manual',
  });
  for (const cookie of answer.headers.getSetCookie()) {
    const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
    cookies.set(name, value);
  }
  return answer;
}

const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

async function send(page, fields) {
  const form = (await (await ask(page)).text()).match(new RegExp(`<form[^>]*action="${page}".*?</form>`, 's'))[0];
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return ask(page, [...hidden, ...Object.entries(fields)]);
}

async function logIn() {
  const person = JSON.parse(readFileSync(people)).patients.find(one => one.slug === 'ines-rozenvel');
  await send('/connexion', { identifiant: person.login, 'mot-de-passe': person.password });
  for (let tries = 0; tries < 50; tries++) {
    const [latest] = await (await ask('/demo/inbox.json')).json();
    const code = latest?.body.match(/\b\d{6}\b/)?.[0];
    if (code) {
      const answer = await send('/connexion/code', { code });
      if (answer.status === 303) { return; }
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('No code reached the inbox of the demo.');
}

async function look(path) {
  const browser = await chromeLauncher.launch({ chromePath: chrome.executablePath, chromeFlags: ['--headless=new', ...chrome.args] });
  try {
    return await lighthouse(address + path, {
      port: browser.port, output: 'json', logLevel: 'error', extraHeaders: { Cookie: header() },
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
    });
  } finally {
    await browser.kill();
  }
}

async function pages() {
  const paths = readFileSync(routes, 'utf8').split('\n').map(line => line.split(/\s+/))
    .filter(([method, path, who]) => method === 'GET' && !path.includes('{') && ['Anybody', 'Session'].includes(who)).map(([, path]) => path);
  const shown = [];
  for (const path of paths) {
    const answer = await ask(path);
    await answer.arrayBuffer();
    if (answer.status === 200 && answer.headers.get('content-type')?.startsWith('text/html')) { shown.push(path); }
  }
  return shown;
}

let missed = 0;
await logIn();
const document = (await (await ask('/documents')).text()).match(/\/documents\/[0-9a-f-]{36}/)[0];
console.log('| page | performance | accessibility | best practices |\n|---|---|---|---|');
for (const [name, path] of [['home', '/accueil'], ['list', '/documents'], ['document', document]]) {
  let result = await look(path);
  if (result.lhr.runtimeError) {
    console.error(`${name}: ${result.lhr.runtimeError.code}, looked at again`);
    result = await look(path);
  }

  const score = name => Math.round(100 * result.lhr.categories[name].score);
  console.log(`| ${name} | ${score('performance')} | ${score('accessibility')} | ${score('best-practices')} |`);
  missed += Object.entries(aims).filter(([category, aim]) => score(category) < aim).length;
  for (const audit of Object.values(result.lhr.audits).filter(one => one.score !== null && one.score < 0.9)) {
    console.error(`${name}: ${audit.id}: ${audit.displayValue ?? audit.title}`);
  }
}

const all = await pages();
let errors = 0;
for (const path of all) {
  const result = await pa11y(address + path, { headers: { Cookie: header() }, standard: 'WCAG2AA', chromeLaunchConfig: chrome });
  errors += result.issues.length;
  result.issues.forEach(issue => console.error(`${path}: ${issue.code}: ${issue.message}\n  ${issue.context}`));
}
console.log(`\npa11y: ${errors} errors on ${all.length} pages`);
process.exit(missed + errors > 0 ? 1 : 0);
