// A guest's purchase with what every JVM has; on Android take OkHttp, and a JSON library to read.
// GALLERIA_API is the API's address; WORDS what to look for.
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.UUID

class Refused(val status: Int, val problem: String) : Exception(problem) {
    /** Decide by it: "/problems/cart-changed". */
    val type: String? get() = member(problem, "type")
}

class Galleria(private val address: String) {
    private val client = HttpClient.newHttpClient()

    fun call(
        method: String,
        path: String,
        body: String? = null,
        headers: Map<String, String> = emptyMap(),
    ): String {
        val publisher = body?.let(BodyPublishers::ofString) ?: BodyPublishers.noBody()
        val request = HttpRequest.newBuilder(URI.create("$address/$path"))
            .header("Content-Type", "application/json")
            .apply { headers.forEach { (name, value) -> header(name, value) } }
            .method(method, publisher)
            .build()
        val answer = client.send(request, BodyHandlers.ofString())
        if (answer.statusCode() >= 400) throw Refused(answer.statusCode(), answer.body())
        return answer.body()
    }
}

/** The first text of that name; an app reads the answer with kotlinx.serialization instead. */
fun member(json: String, name: String): String? =
    Regex("\"$name\"\\s*:\\s*\"([^\"]*)\"").find(json)?.groupValues?.get(1)

fun main() {
    val api = Galleria(System.getenv("GALLERIA_API") ?: "http://localhost:8000/api/v1")
    val words = URLEncoder.encode(System.getenv("WORDS") ?: "kettle", Charsets.UTF_8)
    val found = api.call("GET", "products/?in_stock=true&search=$words")
    val product = member(found, "id") ?: error("nothing fits")

    // The first item makes the cart; its token is the guest's key to it.
    val cart = api.call("POST", "cart/items/", """{"product": "$product", "quantity": 1}""")
    val token = member(cart, "token") ?: error("a customer's cart has no token")

    // One key per purchase: sent again with the same key it answers the same.
    val key = UUID.randomUUID().toString()
    val order = """
        {"email": "ada@mail.example", "payment_method": "cash_on_delivery",
         "shipping_address": {"first_name": "Ada", "last_name": "Lovelace",
            "line1": "12 St James's Square", "city": "London", "postcode": "SW1Y 4JH",
            "country": "GB"}}
    """.trimIndent()
    val headers = mapOf("X-Cart-Token" to token, "Idempotency-Key" to key)
    val placed = try {
        api.call("POST", "checkout/", order, headers)
    } catch (refused: Refused) {
        if (refused.type == "/problems/cart-changed") println("Show the changes, then ask again.")
        throw refused
    }
    println("ordered: ${member(placed, "number")}")
}
