"""Facts about what can stand in for what: kinds of tools whose members are learned in days by somebody who knows another."""

# Knowing one member of such a kind is part of an answer to a requirement for another member.
SUBSTITUTABLE_KINDS = frozenset(
    {
        "3D CAD", "CAD", "CI/CD", "CRM", "Cloud platforms", "Containers", "Content management systems", "Continuous improvement",
        "Data visualisation", "Deep learning", "ERP", "Event streaming", "Infrastructure as code", "Message queues", "NoSQL",
        "Observability", "Relational databases", "Search engines", "Web framework", "Web analytics", "Mobile development",
    }
)  # fmt: skip
