// Keeps the empty page and its files, so that it opens without a network. It never keeps an answer about anybody:
// what is not one of the files of SHELL goes straight to the server.
const { version, files } = self.SHELL;
const CACHE = `felt-${version}`;
const PAGE = '/koerelister/felt/';

async function take(url, cache) {
  const answer = await fetch(url, { cache: 'reload' });
  // A redirect is the login page, which is not what was asked for.
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  await cache.put(url, answer);
}

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.all([PAGE, ...files].map((url) => take(url, cache)));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith('felt-') && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  const isShell = event.request.method === 'GET' && (pathname === PAGE || files.includes(pathname));
  if (!isShell) return;
  event.respondWith((async () => (await caches.match(pathname, { cacheName: CACHE })) ?? fetch(event.request))());
});
