// Renders /openapi.json. Texts go in as text, never as markup, so that a comment in a contract cannot run here.
'use strict';

(function () {
  const METHODS = ['get', 'post', 'put', 'delete'];
  const DEPTH_MAX = 6;
  let contract;

  // make('p', 'about', 'text', child, …): an element with a class and what is in it.
  function make(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
    return element;
  }

  function link(href, className, ...children) {
    const element = make('a', className, ...children);
    element.href = href;
    return element;
  }

  // A comment's text: lines join to paragraphs, and `this` is set as code.
  function prose(name, className, text) {
    return make(name, className, ...text.replace(/([^\n])\n(?!\n)/g, '$1 ').split('`').map((part, i) => (i % 2 ? make('code', '', part) : part)));
  }

  function follow(node) {
    if (!node || !node.$ref) return node;
    return node.$ref.slice(2).split('/').reduce((place, key) => place[key.replace(/~1/g, '/').replace(/~0/g, '~')], contract);
  }

  const nameOf = (node) => (node && node.$ref ? node.$ref.split('/').pop() : '');

  // ---- schemas

  function typeText(node) {
    const schema = follow(node) || {};
    if (schema.enum) return 'one of ' + schema.enum.length;
    if (schema.type === 'array') return 'list of ' + typeText(schema.items);
    if (schema.type === 'object' && schema.additionalProperties && !schema.properties) return 'map of ' + typeText(schema.additionalProperties);
    if (nameOf(node)) return nameOf(node);
    const types = [].concat(schema.type || (schema.oneOf || schema.anyOf ? 'one of several' : 'any'));
    return types.join(' or ') + (schema.format ? ' (' + schema.format + ')' : '');
  }

  const RULES = [
    ['minLength', (n) => 'at least ' + n + (n === 1 ? ' character' : ' characters')], ['maxLength', (n) => 'at most ' + n + ' characters'], ['minimum', (n) => '≥ ' + n], ['maximum', (n) => '≤ ' + n],
    ['minItems', (n) => 'at least ' + n + ' items'], ['maxItems', (n) => 'at most ' + n + ' items'], ['uniqueItems', () => 'all different'], ['pattern', (text) => 'matches ' + text],
    ['enum', (values) => values.join(' · ')], ['examples', (values) => 'e.g. ' + values.map((value) => JSON.stringify(value)).join(', ')],
  ];

  function ruleText(node) {
    const schema = follow(node) || {};
    const own = RULES.filter(([key]) => schema[key] !== undefined && schema[key] !== false).map(([key, say]) => say(schema[key]));
    return own.concat(schema.type === 'array' && schema.items && !follow(schema.items).properties ? ruleText(schema.items) : []).join(', ');
  }

  function inner(node) {
    const schema = follow(node) || {};
    if (schema.type === 'array') return inner(schema.items);
    if (!schema.properties && schema.additionalProperties && typeof schema.additionalProperties === 'object') return inner(schema.additionalProperties);
    return schema.properties ? node : null;
  }

  function fieldItem(name, node, required, depth, place) {
    const item = make('li', '', make('span', 'field', name), make('span', 'type', typeText(node)), place ? make('span', 'type', place) : null, required ? make('span', 'must', 'required') : null);
    const about = node.description || (follow(node) || {}).description;
    if (about) item.append(prose('p', 'about', about));
    const rules = ruleText(node);
    if (rules) item.append(make('div', 'rule', rules));
    const nested = depth < DEPTH_MAX && inner(node);
    if (nested) {
      const more = make('details', '', make('summary', '', 'Fields of ' + (nameOf(nested) || name)));
      more.addEventListener('toggle', () => more.children.length === 1 && more.append(fieldList(nested, depth + 1)));
      item.append(more);
    }
    return item;
  }

  function fieldList(node, depth) {
    const schema = follow(node) || {};
    const properties = Object.entries(schema.properties || {});
    if (properties.length === 0) return make('p', 'quiet', 'No fields.');
    return make('ul', 'fields', ...properties.map(([name, field]) => fieldItem(name, field, (schema.required || []).includes(name), depth)));
  }

  // ---- an operation

  const ACCESS = { public: 'anyone', user: 'signed in', role: 'with a role' };

  function chips(operation) {
    const words = [ACCESS[operation['x-linli-access']] || operation['x-linli-access']];
    if (operation['x-linli-roles']) words.push('role: ' + operation['x-linli-roles'].join(' or '));
    if (operation['x-linli-idempotency']) words.push('Idempotency-Key required');
    if (operation['x-linli-rate']) words.push('rate class: ' + operation['x-linli-rate']);
    if (operation['x-linli-timeout-ms']) words.push('within ' + operation['x-linli-timeout-ms'] / 1000 + ' s');
    if (operation['x-linli-cache-ms']) words.push('may be ' + operation['x-linli-cache-ms'] + ' ms old');
    return make('ul', 'chips', ...words.filter(Boolean).map((word) => make('li', '', word)));
  }

  function sample(text) {
    const button = make('button', '', 'Copy');
    button.type = 'button';
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(text).then(() => {
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
    });
    return make('div', 'sample', make('pre', '', make('code', '', text)), navigator.clipboard ? button : null);
  }

  function exampleOf(content) {
    const media = content && content['application/json'];
    return media && media.example !== undefined ? media.example : undefined;
  }

  const quote = (text) => "'" + text.replace(/'/g, "'\\''") + "'";

  function curl(path, method, operation) {
    const parameters = (operation.parameters || []).map(follow);
    const value = (parameter) => parameter.example ?? ((follow(parameter.schema) || {}).examples || [])[0] ?? parameter.name;
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(value(parameters.find((parameter) => parameter.name === name) || { name })));
    const lines = ['curl' + (method === 'get' ? '' : ' -X ' + method.toUpperCase()) + ' ' + quote(location.origin + filled)];
    if (operation['x-linli-access'] !== 'public') lines.push('-H "Authorization: Bearer $TOKEN"');
    if (operation['x-linli-idempotency']) lines.push('-H "Idempotency-Key: $(uuidgen)"');
    const example = exampleOf((follow(operation.requestBody) || {}).content);
    if (example !== undefined) lines.push("-H 'Content-Type: application/json'", '-d ' + quote(JSON.stringify(example)));
    return lines.join(' \\\n  ');
  }

  function reasonText(name) {
    const groups = contract['x-linli-reasons-text'] || {};
    const found = Object.values(groups).map((group) => group[name]).find(Boolean);
    return found ? ' ' + found.en + ' · ' + found.zh : '';
  }

  function reasonsOf(response) {
    const schema = ((response.content || {})['application/problem+json'] || {}).schema || {};
    const parts = schema.allOf || [schema];
    const codes = parts.map((part) => ((part.properties || {}).code || {}).enum).find(Boolean) || [];
    return codes.map((code) => make('span', 'reason', make('code', '', code), make('span', 'quiet', reasonText(code))));
  }

  function answers(operation) {
    const rows = Object.entries(operation.responses || {}).map(([status, node]) => {
      const response = follow(node);
      return make('tr', '', make('td', '', status), make('td', '', response.description || '', ...reasonsOf(response)));
    });
    const body = make('tbody', '', ...rows);
    return make('table', 'answers', body);
  }

  function successOf(operation) {
    const entry = Object.entries(operation.responses || {}).find(([status]) => status[0] === '2');
    return entry ? (follow(entry[1]) || {}).content : null;
  }

  function fillOperation(article, path, method, operation) {
    const parameters = (operation.parameters || []).map(follow);
    const body = (follow(operation.requestBody) || {}).content;
    const success = successOf(operation);
    const media = (content) => content && content['application/json'] && content['application/json'].schema;
    if (parameters.length) {
      article.append(make('h4', '', 'Parameters'), make('ul', 'fields', ...parameters.map((parameter) => fieldItem(parameter.name, { ...follow(parameter.schema), description: parameter.description }, parameter.required, 0, 'in ' + parameter.in))));
    }
    if (media(body)) article.append(make('h4', '', 'Body'), fieldList(media(body), 0));
    article.append(make('h4', '', 'Request'), sample(curl(path, method, operation)));
    if (media(success)) article.append(make('h4', '', 'Answer'), fieldList(media(success), 0));
    if (exampleOf(success) !== undefined) article.append(sample(JSON.stringify(exampleOf(success), null, 2)));
    article.append(make('h4', '', 'All answers'), answers(operation));
  }

  // Sixty operations at once are slow on a phone: each is filled when it comes near.
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && entry.target.fill) {
        entry.target.fill();
        entry.target.fill = null;
        near.unobserve(entry.target);
      }
    }
  }, { rootMargin: '800px' });

  function operationArticle(path, method, operation) {
    const id = operation.operationId;
    const article = make('article', '',
      make('h3', '', link('#' + id, '', operation.summary || id)),
      make('div', 'path', make('span', 'verb ' + method, method.toUpperCase()), path),
      chips(operation));
    article.id = id;
    if (operation.description) article.append(prose('p', 'text', operation.description));
    article.fill = () => fillOperation(article, path, method, operation);
    near.observe(article);
    return article;
  }

  // ---- the page

  function byTag() {
    const groups = new Map((contract.tags || []).map((tag) => [tag.name, { description: tag.description, operations: [] }]));
    for (const [path, item] of Object.entries(contract.paths)) {
      for (const method of METHODS) {
        if (!item[method]) continue;
        const tag = (item[method].tags || ['Other'])[0];
        if (!groups.has(tag)) groups.set(tag, { operations: [] });
        groups.get(tag).operations.push({ path, method, operation: item[method] });
      }
    }
    return [...groups].filter(([, group]) => group.operations.length);
  }

  function indexLink({ path, method, operation }) {
    const entry = link('#' + operation.operationId, '', make('span', 'verb ' + method, method.toUpperCase()), make('span', '', operation.operationId));
    entry.title = path;
    entry.dataset.words = (operation.operationId + ' ' + path + ' ' + (operation.summary || '')).toLowerCase();
    return entry;
  }

  function render() {
    const groups = byTag();
    document.title = contract.info.title + ' · API reference';
    document.getElementById('name').textContent = contract.info.title + ' ' + contract.info.version;
    document.getElementById('list').replaceChildren(...groups.flatMap(([tag, group]) => [make('h2', '', tag), ...group.operations.map(indexLink)]));
    document.getElementById('page').replaceChildren(
      make('h1', '', contract.info.title + ' API'),
      prose('p', 'text', contract.info.description || ''),
      ...groups.map(([tag, group]) => make('section', '', make('h2', '', tag), group.description ? prose('p', 'text', group.description) : null, ...group.operations.map((one) => operationArticle(one.path, one.method, one.operation)))));
  }

  function goToHash() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    document.querySelectorAll('#list a').forEach((entry) => {
      if (entry.hash === location.hash) entry.setAttribute('aria-current', 'true');
      else entry.removeAttribute('aria-current');
    });
    if (target) target.scrollIntoView();
  }

  function filterIndex(words) {
    let title = null;
    for (const entry of document.getElementById('list').children) {
      if (entry.tagName === 'H2') {
        title = entry;
        title.classList.add('none');
        continue;
      }
      const fits = words.split(/\s+/).every((word) => entry.dataset.words.includes(word));
      entry.classList.toggle('none', !fits);
      if (fits) title.classList.remove('none');
    }
  }

  function openMenu(open) {
    document.getElementById('index').classList.toggle('open', open);
    document.getElementById('menu').setAttribute('aria-expanded', String(open));
  }

  document.getElementById('menu').addEventListener('click', () => openMenu(!document.getElementById('index').classList.contains('open')));
  document.getElementById('list').addEventListener('click', () => openMenu(false));
  document.getElementById('page').addEventListener('click', () => openMenu(false));
  document.getElementById('filter').addEventListener('input', (event) => filterIndex(event.target.value.trim().toLowerCase()));
  window.addEventListener('hashchange', goToHash);

  fetch('/openapi.json').then((answer) => answer.json()).then((document_) => {
    contract = document_;
    render();
    goToHash();
  }).catch((error) => {
    document.getElementById('page').replaceChildren(make('p', '', 'The contract could not be read: ' + error.message));
  });
})();
