"""Shapes of models as the runs' tables give them: layers, widths, experts, kind of attention."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Final, cast

from msgspec import Struct

ATTENTIONS: Final = ("mla", "half-window")
WINDOW_TOKENS: Final = 128
"""Tokens of a sliding window where half of the layers have one. Source: GPT-OSS model card."""
MLA_QUERY_RANK: Final = 1536
MLA_CACHE: Final = 512 + 64
"""Latent and rotary values of a token. Source: DeepSeek-V3 config.json, as MLA_QUERY_RANK and MLA_HEAD_QK."""
MLA_LATENT: Final = 512
MLA_HEAD_QK: Final = 192
MLA_ATTENTION_HEAD: Final = 160
"""Mean of the query's (192) and the value's (128) width of a head: what attention multiplies with."""
LARGEST: Final = 1e12


class Shape(Struct, frozen=True):
    """One model.

    Attributes:
        layers: Layers L.
        hidden: Hidden size h.
        ffn: Feed-forward size of a dense layer; in a mixture of experts that of the first, dense layers.
        heads: Query heads.
        kv_heads: Heads of keys and values.
        head: Values of a head.
        vocabulary: Tokens of the vocabulary.
        matrices: Matrices of a feed-forward layer: 3 with a gate, else 2.
        experts: Routed experts; 0 for a dense model.
        chosen: Experts of a token.
        expert_ffn: Feed-forward size of an expert.
        shared: Experts that every token passes.
        dense_layers: First layers without experts.
        latent: Whether attention is multi-head latent attention.
        windowed: Share of the layers that see a window only.
        window: Tokens of that window.
        full: Share of the other layers whose attention reads all; linear attention reads nothing that grows.
        own_attention: Parameters of a layer's attention where they are known otherwise; 0 to count them.
    """

    layers: float
    hidden: float
    ffn: float
    heads: float
    kv_heads: float
    head: float
    vocabulary: float
    matrices: int
    experts: float
    chosen: float
    expert_ffn: float
    shared: float
    dense_layers: float
    latent: bool
    windowed: float = 0.0
    window: float = float(WINDOW_TOKENS)
    full: float = 1.0
    own_attention: float = 0.0

    def seen(self, tokens: float) -> float:
        """Return the part of the causal pairs of a sequence of TOKENS that attention reads, mean over the layers."""
        of_window = min(1.0, 2 * self.window / tokens)
        return self.full * (1 - self.windowed * (1 - of_window))

    @property
    def attention_params(self) -> float:
        """Parameters of a layer's attention."""
        if self.own_attention:
            return self.own_attention
        h, q, kv = self.hidden, self.heads * self.head, self.kv_heads * self.head
        if not self.latent:
            return 2 * h * q + 2 * h * kv
        queries = h * MLA_QUERY_RANK + MLA_QUERY_RANK * self.heads * MLA_HEAD_QK
        keys_values = h * MLA_CACHE + MLA_LATENT * self.heads * 2 * self.head
        return queries + keys_values + q * h

    @property
    def attention_width(self) -> float:
        """Values of all query heads that attention multiplies with."""
        return self.heads * (MLA_ATTENTION_HEAD if self.latent else self.head)

    @property
    def kv_width(self) -> float:
        """Keys, or values, of a token and layer."""
        return MLA_CACHE / 2 if self.latent else self.kv_heads * self.head


def read_shape(name: str, record: object) -> Shape:
    """Return the shape NAME from RECORD, an entry of model_shapes.json.

    Raises:
        ValueError: Something is missing or cannot be.
    """
    if not isinstance(record, Mapping):
        raise ValueError(f"the shape of {name} is not an object")
    fields = cast("Mapping[str, object]", record)
    moe = fields.get("moe") or [0] * 6
    if isinstance(moe, str) or not isinstance(moe, Sequence) or len(cast("Sequence[object]", moe)) != 6:
        raise ValueError(
            f"moe of {name} must be null or six numbers: experts, per token, expert size, shared, dense layers, ffn"
        )
    experts, chosen, expert_ffn, shared, dense_layers, dense_ffn = (
        _whole(name, "moe", value, 0) for value in cast("Sequence[object]", moe)
    )
    if experts and not (1 <= chosen <= experts and expert_ffn):
        raise ValueError(f"moe of {name}: experts per token must be from 1 to the experts, and their size above 0")
    attention = fields.get("attn")
    if attention is not None and attention not in ATTENTIONS:
        raise ValueError(f"attn of {name} must be null or one of {', '.join(ATTENTIONS)}")
    layers = _whole(name, "L", fields.get("L"), 1)
    ffn = dense_ffn if experts else _whole(name, "ffn", fields.get("ffn"), 1)
    if experts and dense_layers and not dense_ffn:
        raise ValueError(f"moe of {name} has dense layers without a size")
    return Shape(
        layers=layers,
        hidden=_whole(name, "h", fields.get("h"), 1),
        ffn=ffn,
        heads=_whole(name, "heads", fields.get("heads"), 1),
        kv_heads=_whole(name, "kv", fields.get("kv"), 1),
        head=_whole(name, "hd", fields.get("hd"), 1),
        vocabulary=_whole(name, "V", fields.get("V"), 1),
        # A gated feed-forward has three matrices, a plain one two.
        matrices=3 if fields.get("glu", True) else 2,
        experts=experts,
        chosen=chosen,
        expert_ffn=expert_ffn,
        shared=shared,
        dense_layers=min(dense_layers, layers),
        latent=attention == "mla",
        windowed=0.5 if attention == "half-window" else 0.0,
    )


def _whole(name: str, key: str, value: object, least: int) -> int:
    """Return VALUE, the figure KEY of the model NAME, if it is a whole number of at least LEAST.

    Raises:
        ValueError: It is not.
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not isfinite(value)
        or not least <= value <= LARGEST
        or value != int(value)
    ):
        raise ValueError(f"{key} of {name} must be a whole number of at least {least}")
    return int(value)
