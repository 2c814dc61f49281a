// A guest's purchase with Foundation. GALLERIA_API is the API's address; WORDS what to look for.
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

struct Money: Decodable {
    let amount: String  // a decimal string; never a Double
    let currency: String
}

struct Product: Decodable {
    let id: String
    let title: String
    let price: Money?
    let hasVariants: Bool
    let variants: [Variant]?
}

struct Variant: Decodable { let id: String }
struct Page: Decodable { let results: [Product]; let next: String? }
struct Cart: Decodable { let token: String?; let count: Int }
struct Order: Decodable { let id: String; let number: String; let status: String }
struct Placed: Decodable { let id: String; let orders: [Order]; let orderToken: String? }

struct Problem: Decodable, Error {
    let type: String  // decide by it: "/problems/cart-changed"
    let title: String
    let status: Int
    let detail: String
    let traceId: String
}

struct Galleria {
    let address: String

    func call<Answer: Decodable>(
        _ method: String, _ path: String, body: [String: Any]? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: URL(string: "\(address)/\(path)")!)
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let body { request.httpBody = try JSONSerialization.data(withJSONObject: body) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        if status >= 400 { throw try decoder.decode(Problem.self, from: data) }
        return try decoder.decode(Answer.self, from: data)
    }
}

@main
struct Purchase {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let api = Galleria(address: environment["GALLERIA_API"] ?? "http://localhost:8000/api/v1")
        let words = (environment["WORDS"] ?? "mug")
            .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let found: Page = try await api.call("GET", "products/?in_stock=true&search=\(words)")
        guard let first = found.results.first else { return print("nothing fits") }
        let product: Product = try await api.call("GET", "products/\(first.id)/")
        let bought = product.variants?.first?.id ?? product.id

        // The first item makes the cart; its token is the guest's key to it.
        let cart: Cart = try await api.call(
            "POST", "cart/items/", body: ["product": bought, "quantity": 1])

        // One key per purchase: sent again with the same key it answers the same.
        let headers = [
            "X-Cart-Token": cart.token ?? "", "Idempotency-Key": UUID().uuidString,
        ]
        let order: [String: Any] = [
            "email": "ada@mail.example", "payment_method": "cash_on_delivery",
            "shipping_address": [
                "first_name": "Ada", "last_name": "Lovelace", "line1": "12 St James's Square",
                "city": "London", "postcode": "SW1Y 4JH", "country": "GB",
            ],
        ]
        do {
            let placed: Placed = try await api.call(
                "POST", "checkout/", body: order, headers: headers)
            for order in placed.orders { print("ordered: \(order.number)") }
        } catch let problem as Problem where problem.type == "/problems/cart-changed" {
            print("Show the changes, then ask again with a new key.")
        }
    }
}
