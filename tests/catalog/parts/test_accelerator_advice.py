"""What chips suit: each rule by its numbers, unknown figures named, and no quarrel with the catalog's own words."""

import pytest

from designer.catalog.library import Library
from designer.catalog.parts.accelerator_advice import RULE_SOURCES, chip_of, suitability
from designer.model.parts.part import Contained, Part, Quantity

H100 = {
    "memory_gb": 80,
    "memory_bandwidth_gb_per_s": 3350,
    "bf16_dense_tflops": 989.5,
    "fp8_dense_tflops": 1979,
    "scale_up_gb_per_s": 900,
    "scale_up_chips": 8,
}


def _chip(facts, texts=None):
    return Part(
        id="test/chip",
        kind="accelerator",
        layer="silicon",
        vendor="Test",
        name="Chip",
        texts=texts or {},
        facts={name: Quantity(value=value) for name, value in facts.items()},
    )


def _of(facts, texts=None):
    return suitability(_chip(facts, texts), Library())


def _text(found, use, words):
    return next(reason for reason in found.reasons if reason.use == use and words in reason.text)


def test_the_numbers_of_an_h100():
    found = _of(H100)
    assert (found.training, found.inference) == ("suits", "suits")
    assert found.unknown == ()
    # 80 GB are 80 · 2³⁰ = 85.9e9 B: / 16 B = 5.37 billion, · 8 = 42.9 billion; 989.5e12 / 3.35e12 = 295 FLOP/B;
    # 3,350 / 85.9 = 39 reads a second; 85.9 billion parameters of one byte.
    assert "5.37 billion parameters on one chip, 42.9 billion in one domain" in _text(found, "training", "state").text
    assert "295 FLOP" in _text(found, "training", "ridge").text
    assert "0.91 GB/s for each TFLOP/s" in _text(found, "training", "link").text
    assert "39 tokens/s" in _text(found, "inference", "tokens/s").text
    assert "80 GB hold weights of up to 85.9 billion parameters" in _text(found, "inference", "weights of").text
    assert "about 295 requests" in _text(found, "inference", "requests").text
    assert "2 times the arithmetic" in _text(found, "inference", "FP8").text


@pytest.mark.parametrize(
    ("change", "training", "inference", "side_text"),
    [
        # 14.9 · 2³⁰ B / 16 B = 0.99992 billion, and 14.91 are 1.0006.
        ({"memory_gb": 14.8}, "unsuited", "suits", "0.993 billion"),
        ({"memory_gb": 14.91}, "suits", "suits", "1 billion"),
        ({"scale_up_chips": 7}, "limited", "suits", "7 chips"),
        ({"scale_up_gb_per_s": 247}, "limited", "suits", "0.25 GB/s"),
        ({"scale_up_gb_per_s": 248}, "suits", "suits", "0.25 GB/s"),
        ({"memory_bandwidth_gb_per_s": 1600}, "limited", "suits", "most layers wait"),
        # 429.5 / 85.9 = 5 reads a second; below that an answer is slower than reading.
        ({"memory_bandwidth_gb_per_s": 429}, "limited", "limited", "5 tokens/s"),
        ({"memory_bandwidth_gb_per_s": 430}, "limited", "suits", "5 tokens/s"),
        ({"memory_gb": 7.9}, "unsuited", "limited", "7.9 GB hold weights"),
    ],
)
def test_each_threshold_turns_a_verdict(change, training, inference, side_text):
    found = _of({**H100, **change})
    assert (found.training, found.inference) == (training, inference)
    assert any(side_text in reason.text for reason in found.reasons)


@pytest.mark.parametrize("missing", list(H100))
def test_a_figure_that_is_missing_is_named_and_its_rule_is_silent(missing):
    titles = {
        "memory_gb": "memory",
        "memory_bandwidth_gb_per_s": "memory bandwidth",
        "bf16_dense_tflops": "dense BF16 or FP16 rate",
        "fp8_dense_tflops": "dense FP8 or INT8 rate",
        "scale_up_gb_per_s": "scale-up bandwidth",
        "scale_up_chips": "chips in one scale-up domain",
    }
    found = _of({name: value for name, value in H100.items() if name != missing})
    assert found.unknown == (titles[missing],)
    expected_training = "suits" if missing in {"fp8_dense_tflops", "memory_bandwidth_gb_per_s"} else "unknown"
    assert found.training == expected_training
    expected_inference = "unknown" if missing in {"memory_gb", "memory_bandwidth_gb_per_s"} else "suits"
    assert found.inference == expected_inference


def test_nothing_known_says_so():
    found = _of({})
    assert (found.training, found.inference) == ("unknown", "unknown")
    assert found.reasons == ()
    assert len(found.unknown) == 6
    assert found.sentence.count("cannot be said") == 2


def test_an_unknown_value_is_not_a_zero():
    chip = Part(
        id="test/chip",
        kind="accelerator",
        layer="silicon",
        vendor="Test",
        name="Chip",
        facts={"memory_gb": Quantity(value=None)},
    )
    assert suitability(chip, Library()).reasons == ()


def test_a_text_that_says_none_is_a_domain_of_one():
    facts = {name: value for name, value in H100.items() if not name.startswith("scale_up")}
    found = _of(facts, {"scale_up": "none"})
    assert found.training == "limited"
    assert "scale-up bandwidth" not in found.unknown


def test_memory_on_the_chip_counts_chips():
    found = _of({"on_chip_memory_mb": 220, "int8_dense_tops": 1000})
    assert (found.training, found.inference) == ("unsuited", "suits")
    assert "takes 319 chips" in _text(found, "inference", "on the chip").text  # 70 GB / 0.22 GB, rounded up
    assert "memory" not in found.unknown


def test_one_chip_in_a_box_has_no_domain_of_eight():
    chip = _chip(H100)
    library = Library(parts={chip.id: chip})

    def boxed(count):
        return Part(
            id="test/box",
            kind="instance",
            layer="cloud",
            vendor="Test",
            name="Box",
            contains=(Contained(part=chip.id, count=count),),
        )

    assert suitability(boxed(1), library).training == "limited"
    assert suitability(boxed(8), library).training == "suits"
    assert any("640 GB together" in reason.text for reason in suitability(boxed(8), library).reasons)
    wide = _chip({**H100, "scale_up_chips": 256})
    assert suitability(boxed(4), Library(parts={wide.id: wide})).training == "suits"


def test_a_server_is_judged_by_what_stands_inside(library):
    found = suitability(library.parts["nvidia/dgx-h100"], library)
    assert found.chip == "H100 SXM5 80GB"
    assert found.count == 8
    assert chip_of(library.parts["nvidia/qm9700"], library) is None
    assert suitability(library.parts["nvidia/qm9700"], library) is None


def test_every_reason_has_a_rule_and_says_where_it_is_from(library):
    for part in library.parts.values():
        found = suitability(part, library)
        for reason in found.reasons if found else ():
            assert reason.rule.endswith("."), reason
            own = "our own rule of thumb" in reason.source or reason.source == "arithmetic"
            assert own or any(paper in reason.source for paper in RULE_SOURCES), reason


# What the catalog's own text claims of each system of the silicon list: the words that claim it, and the uses that
# they grant (yes) or deny (no).
SILICON = [
    ("nvidia/a100-sxm4-80gb", "Training and inference", {"training", "inference"}, set()),
    ("nvidia/a100-sxm4-40gb", "Fine-tuning and inference", {"inference"}, set()),
    ("nvidia/h100-sxm5-80gb", "Training and inference", {"training", "inference"}, set()),
    ("nvidia/h100-pcie-80gb", "too small a domain for training", {"inference"}, {"training"}),
    ("nvidia/h200-sxm-141gb", "Inference of large models above all", {"training", "inference"}, set()),
    ("nvidia/b200-sxm-180gb", "Training and inference", {"training", "inference"}, set()),
    ("nvidia/gb200", "Training and inference", {"training", "inference"}, set()),
    ("google/tpu-v4", "Training", {"training"}, set()),
    ("google/tpu-v5e", "Inference and training", {"training", "inference"}, set()),
    ("google/tpu-v5p", "Training", {"training"}, set()),
    ("google/tpu-v6e", "Inference and training", {"training", "inference"}, set()),
    ("aws/trainium-1", "Training on AWS", {"training"}, set()),
    ("aws/trainium-2", "Training on AWS", {"training", "inference"}, set()),
    ("aws/inferentia-1", "Inference only", {"inference"}, {"training"}),
    ("aws/inferentia-2", "no network adapter", {"inference"}, {"training"}),
    ("cerebras/cs-3", "Training and fast inference", {"training", "inference"}, set()),
    ("groq/lpu-v1", "no training", {"inference"}, {"training"}),
    ("tenstorrent/wormhole-n150", "Development and small inference", {"inference"}, set()),
    ("tenstorrent/wormhole-n300", "too little memory to train large", {"inference"}, {"training"}),
    ("tenstorrent/blackhole-p100a", "Inference", {"inference"}, set()),
    ("tenstorrent/blackhole-p150", "Inference, and training at small scale", {"inference", "training"}, set()),
    ("amd/mi300x", "training where the software is ready", {"training", "inference"}, set()),
    ("amd/mi325x", "Inference of large models", {"inference"}, set()),
    ("intel/gaudi-2", "Training and inference", {"training", "inference"}, set()),
    ("intel/gaudi-3", "Training and inference", {"training", "inference"}, set()),
]


@pytest.mark.parametrize(("part_id", "words", "yes", "no"), SILICON, ids=[row[0] for row in SILICON])
def test_figures_do_not_contradict_the_catalogs_own_words(library, part_id, words, yes, no):
    part = library.parts[part_id]
    assert words in part.texts["suits"]
    found = suitability(part, library)
    verdicts = {"training": found.training, "inference": found.inference}
    assert all(verdicts[use] in {"suits", "unknown"} for use in yes), verdicts
    assert all(verdicts[use] != "suits" for use in no), verdicts


def test_most_of_the_silicon_list_is_judged_and_not_left_open(library):
    found = [suitability(library.parts[row[0]], library) for row in SILICON]
    assert all(one.inference != "unknown" for one in found)
    assert sum(one.training != "unknown" for one in found) >= 18
    assert all(one.unknown for one in found if "unknown" in {one.training, one.inference})
