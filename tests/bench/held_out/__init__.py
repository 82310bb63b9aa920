"""Jobs and CVs that the engine's facts and constants were not made with, each set judged once before anybody looked at its mistakes."""
