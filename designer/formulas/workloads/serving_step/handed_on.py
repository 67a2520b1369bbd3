"""Cache of a prompt that a pool which reads prompts hands on to the one that writes the answers.

Source: two values, key and value, for each layer, head and token, as in section 2 of the method of the serving step;
2·L·K·d·b bytes a token. Published: the paper of KVDirect, page 4 (quoted in issue 2 of its repository,
TensorDirect/KVDirect, read on 2026-11-28): 16K tokens of a 70B model are 640 MB (MiB) on one of eight accelerators.
DistServe (Y. Zhong et al., OSDI 2024, section 3.3): 512 tokens of OPT-66B (64 layers, 72 heads of 128, FP16) are about
1.13 GB (GiB), and 10 such requests a second take about 90 Gb/s.
"""

from designer.formulas.workloads.serving_step.question import Question


def ranks_of(question: Question) -> int:
    """Return the accelerators of a replica that hold the cache of one request: those of its group, in all stages."""
    return question.tensor * question.pipeline


def handed_on_bytes(question: Question) -> float:
    """Return the bytes of the cache of a whole prompt on all accelerators that hold it, copies included.

    Fewer heads than tensor-parallel ranks are copied, and a latent cache is on every rank. Sparse attention reads a few
    of the tokens and keeps all of them; a window keeps those inside of it.
    """
    shape, tokens = question.shape, question.input_tokens
    if shape.latent_kv:
        each = (shape.latent_kv + shape.latent_rope) * question.cached_bytes
        index = shape.index_head_dim if shape.sparse_top_tokens else 0
        return shape.layers * (each + index) * tokens * question.tensor
    windowed = shape.window_share if shape.window_tokens else 0.0
    inside = min(tokens, shape.window_tokens) if shape.window_tokens else 0.0
    kept = shape.full_layers * (tokens * (1 - windowed) + inside * windowed)
    heads = max(shape.kv_heads, question.tensor)
    state = shape.linear_layers * shape.linear_value_heads * shape.linear_head_dim**2 * 4
    return 2 * heads * shape.head_dim * question.cached_bytes * kept + state
