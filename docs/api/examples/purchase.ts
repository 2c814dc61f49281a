// A guest's purchase with types that are made from the reference:
//   npx openapi-typescript http://localhost:8000/api/schema.yaml -o galleria.d.ts
// Every path, parameter, body and answer is checked by the compiler.
import createClient from "openapi-fetch";
import type { components, paths } from "./galleria.js";

type Problem = components["schemas"]["Problem"];

const address = process.env.GALLERIA_API ?? "http://localhost:8000/api/v1";
const api = createClient<paths>({ baseUrl: address.replace("/api/v1", "") });

function answered<T>({ data, error }: { data?: T; error?: Problem | Problem[] }): T {
  const problem = Array.isArray(error) ? error[0] : error;
  if (data === undefined) throw new Error(`${problem?.type}: ${problem?.detail}`);
  return data;
}

const found = answered(
  await api.GET("/api/v1/products/", {
    params: { query: { search: [process.env.WORDS ?? "mug"], in_stock: true } },
  }),
);
const first = found.results[0];
if (!first) throw new Error("nothing fits");
const product = answered(
  await api.GET("/api/v1/products/{id}/", { params: { path: { id: first.id } } }),
);
const bought = product.variants[0]?.id ?? product.id;

const cart = answered(
  await api.POST("/api/v1/cart/items/", { body: { product: bought, quantity: 1 } }),
);
const placed = answered(
  await api.POST("/api/v1/checkout/", {
    params: {
      header: {
        "Idempotency-Key": crypto.randomUUID(),
        "X-Cart-Token": cart.token ?? undefined,
      },
    },
    body: {
      email: "ada@mail.example",
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
  }),
);
// A large order of a guest waits for a click in her mailbox (202): nothing is placed yet.
if ("code" in placed) throw new Error(placed.detail);
const header = { "X-Order-Token": placed.order_token ?? undefined };
for (const { id } of placed.orders) {
  const params = { path: { id }, header };
  console.log("ordered:", answered(await api.GET("/api/v1/orders/{id}/", { params })).number);
  const cancelled = answered(await api.POST("/api/v1/orders/{id}/cancel/", { params }));
  console.log(cancelled.status);
}
