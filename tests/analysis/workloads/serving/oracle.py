"""The times of serving in plain Python, one request at a time, straight from the published description.

Written apart from the program: it knows no shape, question or curve, only the facts of the catalog.
"""

from math import inf

A, M, LATENT, SPARSE = 54.8e-6, 23.6e-6, 25.6e-6, 19.0e-6
NARROW = 4 * 3.26e-6
"""Four kernels of an FP8 layer, which narrow its inputs."""
FRONT = {
    "vllm": (30.2e-3, 0.635e-3, 0.126),
    "sglang": (135e-3, 0.992e-3, 0.347),
    "trtllm": (56.4e-3, 0.784e-3, 0.133),
    "other": (49.9e-3, 0.886e-3, 0.23),
}
NAMES = ("weights", "experts", "cache", "arithmetic", "layers", "calls", "allreduce", "alltoall", "requests", "prefill")


class Oracle:
    """One replica of a model on a chip, both by their facts in the catalog.

    Grouped and latent attention, dense and of experts; what is not asked in these tests (sparse, linear, windows,
    stages) is left out.
    """

    def __init__(self, model, chip, weights, tokens, t, groups=1, engine="vllm", share=0.92, network=None, cached=0.0):
        facts = {name: one.value for name, one in model.facts.items()}
        silicon = {name: one.value for name, one in chip.facts.items()}
        self.given, self.written = tokens
        self.t, self.groups, self.n, self.engine = t, groups, t * groups, engine
        self.layers, hidden, self.hidden = facts["layers"], facts["hidden"], facts["hidden"]
        heads, kv, size = facts["attention_heads"], facts["kv_heads"], facts["head_dim"]
        self.experts, self.chosen = facts.get("experts", 0), facts.get("experts_per_token", 0)
        dense = facts.get("dense_layers", 0) if self.experts else self.layers
        self.routed = self.layers - dense if self.experts else 0
        self.latent = bool(facts.get("latent_kv"))
        c, rope, nope, v, q = (facts.get(f"latent_{name}", 0) for name in ("kv", "rope", "nope", "v", "q"))
        attention = 2 * hidden * heads * size + 2 * hidden * kv * size
        if self.latent:
            attention = hidden * q + q * heads * (nope + rope) + hidden * (c + rope)
            attention += c * heads * (nope + v) + heads * v * hidden
        self.attention = attention * self.layers
        self.other = 3 * hidden * facts.get("ffn", 0) * dense + 3 * hidden * facts.get("shared_ffn", 0) * self.routed
        self.expert = 3 * hidden * facts.get("expert_ffn", 0)
        self.head = facts["vocabulary"] * hidden
        bf16 = silicon["bf16_dense_tflops"] * 1e12
        width = {"bf16": 2.0, "fp8": 1.0}[weights]
        self.width, self.peak = width, bf16 if weights == "bf16" else silicon["fp8_dense_tflops"] * 1e12
        self.layer_s = A + (LATENT if self.latent else 0.0) + (NARROW if weights == "fp8" else 0.0)
        self.bf16, self.rate = bf16, silicon["memory_bandwidth_gb_per_s"] * 1e9
        self.link, self.domain = silicon["scale_up_gb_per_s"] / 2 * 1e9, 8
        self.network = network
        mean = self.given + self.written / 2
        value = 2.0 if weights == "bf16" else 1.0
        self.kept = 2 * max(kv / t, 1) * size * value * self.layers * mean
        if self.latent:
            self.kept = self.layers * (c + rope) * value * mean
        self.head_size = (nope + rope + v) / 2 if self.latent else size
        self.heads = heads
        self.held = self.attention * width / t + self.other * width / self.n + 2 * self.head / t
        self.all = self.held + self.routed * self.experts * self.expert * width / self.n
        memory = silicon["memory_gb"] * 2**30
        self.fits = groups * max(1.0, (share * memory - self.all - 3e9) / self.kept)
        self.read = self.given * (1 - cached)

    def far(self, ranks):
        """Rate and factor of what so many ranks exchange."""
        return (self.network, 8.0) if ranks > self.domain else (self.link, 1.0)

    def prompt(self):
        work = self.routed * self.chosen * self.expert + self.attention + self.other
        found = 1.37 * 2 * self.read * work / (self.n * self.peak)
        found += 2.73 * 4 * self.layers * self.heads * self.head_size * self.read**2 / 2 / (self.n * self.bf16)
        if self.t > 1:
            sent = 2 * self.layers * self.hidden * 2 * 2 * (self.t - 1) / self.t
            found += 2.47 * sent * self.read / self.groups / self.far(self.t)[0]
        if self.groups > 1 and self.experts:
            sent = self.routed * self.chosen * self.hidden * 3 * (self.n - 1) / self.n
            found += 2.47 * sent * self.read / self.n / self.far(self.n)[0]
        return found

    def terms(self, batch):
        each = max(batch / self.groups, 1.0)
        asked = self.experts * (1 - (1 - self.chosen / self.experts) ** batch) if self.experts else 0.0
        work = self.routed * self.chosen * self.expert + self.attention + self.other
        found = dict.fromkeys(NAMES, 0.0)
        found["weights"] = 0.955 * self.held / self.rate
        found["experts"] = 1.32 * self.routed * asked * self.expert * self.width / self.n / self.rate
        found["cache"] = 1.46 * each * self.kept / self.rate
        found["arithmetic"] = 1.69 * 2 * batch * work / (self.n * self.peak)
        found["layers"] = self.layers * self.layer_s + self.routed * M
        found["calls"] = 50.3e-9 * self.routed * asked / self.n
        if self.t > 1:
            rate, times = self.far(self.t)
            found["allreduce"] = 2 * self.layers * 7.27e-6 * times
            found["allreduce"] += 2.47 * each * 2 * self.layers * self.hidden * 2 * 2 * (self.t - 1) / self.t / rate
        if self.groups > 1 and self.experts:
            rate, times = self.far(self.n)
            found["alltoall"] = 2 * self.routed * 15e-6 * times
            sent = self.routed * each * self.chosen * self.hidden * 3 * (self.n - 1) / self.n
            found["alltoall"] += 2.47 * sent / rate
        found["requests"] = 15.2e-6 * each
        found["prefill"] = 0.846 * batch / self.written * self.prompt()
        return found

    def token(self, batch):
        return sum(self.terms(batch).values())

    def first(self, batch):
        front, admission, ahead = FRONT[self.engine]
        found = front + admission * batch + self.layers * 0.121e-3 + 1.58 * self.all / self.rate
        return found + self.prompt() * (1 + ahead * (batch - 1)) + 1.51 * self.token(batch)

    def answer(self, batch):
        return self.first(batch) + self.written * self.token(batch)

    def at_once(self, per_s, most=inf):
        """Requests at once where PER_S come to a replica, by bisection."""
        low, high = 1.0, min(self.fits, most)
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if per_s * self.answer(middle) > middle else (low, middle)
        return high
