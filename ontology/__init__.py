"""The closed vocabulary: our terms and the foreign ones that we use; a misspelt term raises ``AttributeError``.

A test holds :class:`VNP` and :data:`CONCEPTS` equal to the Turtle beside this file.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

HERE = Path(__file__).parent
FILES = ("core.ttl", "schemes.ttl", "alignments.ttl")
"""What the graph holds of the vocabulary; ``shapes.ttl`` is for checking only."""


class VNP(DefinedNamespace):
    """Terms of Lược Đồ."""

    _NS = Namespace("https://w3id.org/luocdo/ns#")
    _fail = True
    _warn = False

    # Classes
    Agency: URIRef
    AgencyGroup: URIRef
    AgencyMention: URIRef
    Assignment: URIRef
    Candidate: URIRef
    Citation: URIRef
    Deadline: URIRef
    Document: URIRef
    File: URIRef
    HeaderReading: URIRef
    Indicator: URIRef
    Mention: URIRef
    Objective: URIRef
    Place: URIRef
    Programme: URIRef
    Reference: URIRef
    ReadingNote: URIRef
    RelationStatement: URIRef
    Responsibility: URIRef
    Section: URIRef
    Signer: URIRef
    Target: URIRef
    Task: URIRef
    Text: URIRef

    # Relations and attributes
    abrogates: URIRef
    adminLevel: URIRef
    agency: URIRef
    agencyKind: URIRef
    agencySpan: URIRef
    annuls: URIRef
    antecedent: URIRef
    approvedBy: URIRef
    baselineValue: URIRef
    candidate: URIRef
    candidateExplanation: URIRef
    candidateReason: URIRef
    candidateWork: URIRef
    citationKind: URIRef
    citedDate: URIRef
    citedIssuer: URIRef
    citedNumber: URIRef
    citedProgramme: URIRef
    citedTitle: URIRef
    citedType: URIRef
    citingSentence: URIRef
    comparator: URIRef
    confidence: URIRef
    deadline: URIRef
    deadlineKind: URIRef
    denominator: URIRef
    documentClass: URIRef
    due: URIRef
    dueYear: URIRef
    endStatedIn: URIRef
    endedBy: URIRef
    extentEnd: URIRef
    fieldValue: URIRef
    frequency: URIRef
    guides: URIRef
    headerField: URIRef
    implements: URIRef
    inSection: URIRef
    inText: URIRef
    indicator: URIRef
    inverseLabel: URIRef
    issuedBy: URIRef
    label: URIRef
    legalBasis: URIRef
    libraryRevision: URIRef
    normalisationNote: URIRef
    note: URIRef
    noteCode: URIRef
    noteReason: URIRef
    objective: URIRef
    objectiveNumber: URIRef
    part: URIRef
    partlyEndedBy: URIRef
    periodEnd: URIRef
    periodStart: URIRef
    pinpoint: URIRef
    place: URIRef
    precision: URIRef
    printedNumber: URIRef
    rank: URIRef
    rawPhrase: URIRef
    rawText: URIRef
    rawUnit: URIRef
    readAs: URIRef
    recipient: URIRef
    recipientName: URIRef
    recurrence: URIRef
    referenceKind: URIRef
    refersTo: URIRef
    relationObject: URIRef
    relationSubject: URIRef
    replaces: URIRef
    resolutionRule: URIRef
    resolutionStatus: URIRef
    role: URIRef
    rule: URIRef
    scanned: URIRef
    sectionKind: URIRef
    signedBy: URIRef
    signerTitle: URIRef
    softwareVersion: URIRef
    suspends: URIRef
    target: URIRef
    task: URIRef
    taskText: URIRef
    value: URIRef
    what: URIRef


ELI = Namespace("http://data.europa.eu/eli/ontology#")
CITO = Namespace("http://purl.org/spar/cito/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
DCT = Namespace("http://purl.org/dc/terms/")

PREFIXES = {
    "vnp": str(VNP),
    "vnc": "https://w3id.org/luocdo/scheme/",
    "eli": str(ELI),
    "cito": str(CITO),
    "oa": str(OA),
    "org": str(ORG),
    "prov": str(PROV),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": str(DCT),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
"""The prefixes that every query file, export and editor uses."""

_CONCEPTS = {
    "agency-kind": (
        "ban ban-chi-dao bao bao-hiem-xa-hoi bo chi-cuc chinh-phu chu-tich-nuoc co-quan-ngang-bo co-quan-thuoc-chinh-phu "
        "cong-an cong-thong-tin cuc dai dang doan-the doanh-nghiep hoi-dong hoi-dong-nhan-dan kho-bac kiem-toan mat-tran "
        "ngan-hang phong quan-su quoc-hoi so thanh-tra thon thu-tuong toa-an tong-cuc trung-tam uy-ban-bau-cu uy-ban-nhan-dan "
        "uy-ban-quoc-gia uy-ban-thuong-vu van-phong vien-kiem-sat"
    ),
    "agency-role": "lead monitor report support",
    "citation-kind": "named numbered programme",
    "comparator": "about at-least at-most equal",
    "deadline-kind": "by during recurring",
    "document-class": "administrative legal party",
    "document-type": (
        "ban-ghi-nho ban-sao-luc ban-sao-y ban-thoa-thuan ban-trich-sao bao-cao bien-ban bo-luat chi-thi chien-luoc chuong-trinh "
        "chuong-trinh-phoi-hop cong-dien cong-uoc cong-van cuong-linh-chinh-tri de-an de-cuong dieu-le dieu-le-dang du-an "
        "giay-gioi-thieu giay-moi giay-nghi-phep giay-uy-quyen hien-phap hiep-dinh hop-dong huong-dan huong-dan-lien-tich "
        "ke-hoach ke-hoach-lien-tich ket-luan lenh loi-keu-goi luat nghi-dinh nghi-dinh-thu nghi-quyet nghi-quyet-lien-tich "
        "noi-quy phap-lenh phieu-bao phieu-chuyen phieu-gui phuong-an quy-che quy-che-phoi-hop quy-dinh quy-hoach quyet-dinh "
        "sac-lenh sac-luat thong-bao thong-bao-hieu-luc thong-cao thong-cao-bao-chi thong-tri thong-tu thong-tu-lien-tich "
        "thu-cong thu-moi to-trinh tuyen-bo van-ban van-ban-hop-nhat"
    ),
    "force": "ended in-force not-yet partly-ended partly-suspended suspended unknown",
    "header-field": "date effective issuer number place recipients signer signer_title status title type",
    "level": "central commune district province",
    "reference-kind": "internal self short",
    "resolution-status": "ambiguous not-held resolved self",
    "role": "amends annuls basis cites consolidates corrects guides implements repeals replaces suspends",
    "section-kind": "appendix article bullet chapter clause lettered numbered part point roman section subsection",
}
CONCEPTS: dict[str, frozenset[str]] = {scheme: frozenset(ids.split()) for scheme, ids in _CONCEPTS.items()}
"""The ids of each SKOS scheme of ``schemes.ttl``."""


def concept(scheme: str, name: str) -> str:
    """IRI of a concept; raises ``KeyError`` where the scheme has no such concept."""
    if name not in CONCEPTS[scheme]:
        raise KeyError(f"{name!r} is not in the scheme {scheme!r}")
    return f"{PREFIXES['vnc']}{scheme}/{name}"
