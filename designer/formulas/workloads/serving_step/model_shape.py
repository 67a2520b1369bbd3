"""The shape of a language model: what its layers hold, from which parameters, cache and arithmetic follow."""

from msgspec import Struct


class ModelShape(Struct, frozen=True, kw_only=True):
    """Sizes as the publisher's configuration has them; fractions where they follow from all parameters.

    Attributes:
        layers: All layers.
        hidden: Width of the hidden state.
        heads: Attention heads.
        kv_heads: Key–value heads.
        head_dim: Size of a head.
        vocabulary: Tokens.
        ffn: Width of the dense feed-forward; 0 where no layer has one.
        dense_layers: Layers with a dense feed-forward; all of a model without experts.
        experts: Experts of a layer; 0 without.
        experts_per_token: Of these, how many a token goes through.
        expert_ffn: Width of an expert.
        shared_ffn: Width of the experts that every token goes through.
        latent_q: Rank of the queries of latent attention; 0 without.
        latent_kv: Rank of its keys and values.
        latent_rope: Part of a head with positions.
        latent_nope: Part of a head without.
        latent_v: Values of a head.
        window_tokens: Tokens that a windowed layer keeps; 0 without.
        window_share: Share of the layers that are windowed.
        sparse_top_tokens: Tokens that sparse attention reads; 0 without.
        index_heads: Heads of its index.
        index_head_dim: Size of such a head.
        full_attention_every: One in so many layers has full attention, the others are linear; 0 where all have it.
        linear_key_heads: Key heads of a linear layer.
        linear_value_heads: Value heads of a linear layer.
        linear_head_dim: Size of both.
    """

    layers: float
    hidden: float
    heads: float
    kv_heads: float
    head_dim: float
    vocabulary: float
    ffn: float = 0.0
    dense_layers: float = 0.0
    experts: float = 0.0
    experts_per_token: float = 0.0
    expert_ffn: float = 0.0
    shared_ffn: float = 0.0
    latent_q: float = 0.0
    latent_kv: float = 0.0
    latent_rope: float = 0.0
    latent_nope: float = 0.0
    latent_v: float = 0.0
    window_tokens: float = 0.0
    window_share: float = 0.0
    sparse_top_tokens: float = 0.0
    index_heads: float = 0.0
    index_head_dim: float = 0.0
    full_attention_every: float = 0.0
    linear_key_heads: float = 0.0
    linear_value_heads: float = 0.0
    linear_head_dim: float = 0.0

    @property
    def expert_layers(self) -> float:
        """Layers whose feed-forward is made of experts."""
        return self.layers - self.dense_layers if self.experts else 0.0

    @property
    def full_layers(self) -> float:
        """Layers whose attention reads all that is kept."""
        return self.layers / self.full_attention_every if self.full_attention_every else self.layers

    @property
    def linear_layers(self) -> float:
        """Layers whose attention keeps a state of fixed size."""
        return self.layers - self.full_layers

    @property
    def attention_params(self) -> float:
        """Parameters of all attention.

        Grouped: 2·H·A·d + 2·H·K·d a layer, and H·A·d more where linear layers stand between, for the output gate.
        Latent: H·q + q·A·(nope + rope) + H·(c + rope) + c·A·(nope + v) + A·v·H a layer, and q·A_i·d_i + H·d_i for a
        sparse index.

        Source: the shapes in ai-dynamo/aiconfigurator, model_configs; the sums give the published totals.
        """
        hidden, heads = self.hidden, self.heads
        if self.latent_kv:
            layer = hidden * self.latent_q + self.latent_q * heads * (self.latent_nope + self.latent_rope)
            layer += hidden * (self.latent_kv + self.latent_rope)
            layer += self.latent_kv * heads * (self.latent_nope + self.latent_v) + heads * self.latent_v * hidden
            if self.sparse_top_tokens:
                layer += self.latent_q * self.index_heads * self.index_head_dim + hidden * self.index_head_dim
            return self.layers * layer
        gated = 3 if self.full_attention_every else 2
        full = gated * hidden * heads * self.head_dim + 2 * hidden * self.kv_heads * self.head_dim
        values = self.linear_value_heads * self.linear_head_dim
        linear = hidden * (2 * self.linear_key_heads * self.linear_head_dim + 2 * values) + values * hidden
        return self.full_layers * full + self.linear_layers * linear

    @property
    def dense_params(self) -> float:
        """Parameters of the dense feed-forward: 3·H·F a layer."""
        return 3.0 * self.hidden * self.ffn * self.dense_layers

    @property
    def shared_params(self) -> float:
        """Parameters of the experts that every token goes through: 3·H·F_s a layer."""
        return 3.0 * self.hidden * self.shared_ffn * self.expert_layers

    @property
    def expert_params(self) -> float:
        """Parameters of one expert in one layer: 3·H·F_e."""
        return 3.0 * self.hidden * self.expert_ffn

    @property
    def head_params(self) -> float:
        """Parameters of the output head, and as many of the input embedding."""
        return self.vocabulary * self.hidden

    @property
    def total_params(self) -> float:
        """All parameters, embedding and head included."""
        routed = self.expert_layers * self.experts * self.expert_params
        return self.attention_params + self.dense_params + self.shared_params + routed + 2 * self.head_params

    @property
    def active_params(self) -> float:
        """Parameters that a token goes through, without the input embedding."""
        routed = self.expert_layers * self.experts_per_token * self.expert_params
        return self.attention_params + self.dense_params + self.shared_params + routed + self.head_params
