// Lists, page after page: `for await (const post of linli.pages('listPosts', { circleId }))`, or with next() where the
// language has no `for await`.

// The one field of an answer that is a list.
function itemsOf(page) {
  const name = Object.keys(page).filter((field) => Array.isArray(page[field]))[0];
  return name ? page[name] : [];
}

export function createPages(call) {
  return (name, request, callOptions) => {
    let pageToken = '';
    let over = false;
    let items = [];
    let place = 0;

    // The next page's items; null when there are no more.
    async function nextPage() {
      if (over) return null;
      const page = await call(name, Object.assign({}, request, pageToken ? { pageToken } : {}), callOptions);
      pageToken = page.nextPageToken || '';
      over = !pageToken;
      return itemsOf(page);
    }

    async function next() {
      while (place >= items.length) {
        const page = await nextPage();
        if (!page) return { done: true, value: undefined };
        items = page;
        place = 0;
      }
      return { done: false, value: items[place++] };
    }

    const pages = { nextPage, next };
    if (typeof Symbol !== 'undefined' && Symbol.asyncIterator) pages[Symbol.asyncIterator] = () => pages;
    return pages;
  };
}
