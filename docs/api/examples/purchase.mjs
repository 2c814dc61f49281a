// A customer's purchase with fetch: a browser's, React Native's or Node's.
// GALLERIA_API is the API's address; WORDS what to look for.
const API = process.env.GALLERIA_API ?? "http://localhost:8000/api/v1";
const WORDS = process.env.WORDS ?? "mug";

class Refused extends Error {
  constructor(problem) {
    super(`${problem.title} ${problem.detail} (trace ${problem.trace_id})`);
    this.problem = problem; // decide by its `type`
  }
}

let tokens = null; // keep them in the platform's key store

async function call(method, path, body, headers = {}) {
  const answer = await fetch(`${API}/${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(tokens && { Authorization: `Bearer ${tokens.access}` }),
      ...headers,
    },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 401 && tokens) {
    await refresh();
    return call(method, path, body, headers);
  }
  const told = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Refused(told);
  return told;
}

// A refresh token is good for one exchange: keep the new pair before anything else.
async function refresh() {
  const { refresh } = tokens;
  tokens = null;
  tokens = await call("POST", "auth/refresh/", { refresh });
}

const query = new URLSearchParams({ search: WORDS, in_stock: "true" });
const found = await call("GET", `products/?${query}`);
const product = await call("GET", `products/${found.results[0].id}/`);
const bought = product.has_variants ? product.variants[0] : product;

// A guest fills a cart, then makes an account: the cart comes along, and the answer tells how.
const cart = await call("POST", "cart/items/", { product: bought.id, quantity: 1 });
const email = `ada-${Date.now()}-${Math.random().toString(36).slice(2)}@mail.example`;
const made = await call(
  "POST",
  "auth/register/",
  { email, password: "engines weave algebra" },
  { "X-Cart-Token": cart.token },
);
console.log("moved into the account:", made.cart.moved);
tokens = { access: "an access token that has expired", refresh: made.refresh };

// One key per purchase: sent again with the same key it answers the same, and buys nothing more.
const placed = await call(
  "POST",
  "checkout/",
  {
    payment_method: "cash_on_delivery",
    shipping_address: {
      first_name: "Ada",
      last_name: "Lovelace",
      line1: "12 St James's Square",
      city: "London",
      postcode: "SW1Y 4JH",
      country: "GB",
    },
  },
  { "Idempotency-Key": crypto.randomUUID() },
);
for (const { id } of placed.orders) {
  console.log("ordered:", (await call("GET", `orders/${id}/`)).number);
  console.log((await call("POST", `orders/${id}/cancel/`)).status);
}
await call("POST", "auth/logout/", {});
