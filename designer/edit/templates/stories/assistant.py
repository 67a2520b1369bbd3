"""Assistant that both whole stacks share, with the models that it asks, and the frame of a band."""

from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.choices import MODELS
from designer.model.marks import Mark, MarkColour


def add_assistant(plan: Plan, users: int, model: str) -> None:
    """Add the people who ask, their assistant, the engine that it asks and the model API beside it."""
    plan.node("users", "generic/users", "Users", facts={"users": float(users), "requests_per_user_hour": 6.0})
    plan.node(
        "app",
        "langchain/langchain",
        "Assistant, LangChain",
        facts={"input_tokens": 3000.0, "output_tokens": 300.0, "model_calls": 1.0, "retrievals": 1.0},
        note="It shares its model calls between vLLM and the model API; when one of them fails, all go to the other.",
    )
    plan.node("engine", "vllm/vllm", "vLLM", choices={"model": MODELS[model]}, facts={"batch_most": 256.0})
    plan.node("api", "anthropic/claude-sonnet-4-5", "Anthropic API")


def frame(mark_id: str, text: str, colour: MarkColour, left: float, top: float, right: float, bottom: float) -> Mark:
    """Return a pinned frame behind the tiles, by its edges in scene units."""
    return Mark(
        id=mark_id,
        kind="frame",
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        text=text,
        colour=colour,
        front=-1,
        pinned=True,
    )
