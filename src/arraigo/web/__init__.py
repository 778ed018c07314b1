"""The design system: tokens, type, components, base templates and charts. It knows no word of the domain."""
